"""Pelican's face: one module, one plugin with ``register()``; the rest are the pure values they share."""
