"""What the registers of other authorities say: asked in parallel, in bounded time, believed only as far as checked."""
