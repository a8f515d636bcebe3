"""Cases handed to the officers: a card in the compliance channel, its thread, and the relay."""
