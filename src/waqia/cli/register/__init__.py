"""The commands of `waqia register`, a module a group of verbs; thin over `waqia.Register`."""
