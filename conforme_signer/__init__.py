"""Signs on the mayor's own computer, with the mayor's own token, what the town hall's site prepared.

The site keeps the documents and builds the signatures; the token signs a few hundred bytes for each document, and its
PIN never leaves the computer. Needs Python 3.11 and the package python-pkcs11, nothing else.
"""
