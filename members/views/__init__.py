"""Pages of this app, cut along the nouns: logins and people."""
