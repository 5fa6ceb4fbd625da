"""Many people at once, a server that is killed, any order of steps."""
