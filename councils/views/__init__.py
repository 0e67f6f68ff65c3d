"""Pages of users and councils."""
