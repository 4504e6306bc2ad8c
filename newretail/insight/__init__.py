"""What head office wants to know about the whole: first of all, whether the books balance."""
