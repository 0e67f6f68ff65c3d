"""Forms of users and councils, and the layout that every form of the house shares."""
