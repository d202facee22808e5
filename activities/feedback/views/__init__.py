"""Pages about clients' feedback: the client's own form, cards, inbox and handling, a lawyer's figures, the register."""
