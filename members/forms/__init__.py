"""Forms of this app, cut along the nouns: logins and lists of people."""
