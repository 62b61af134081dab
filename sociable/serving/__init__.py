"""Shows a site to the one who writes it: sees a saved file, has the site built, and renews the page in the browser.

It knows nothing of how a site is built. A builder is handed in: it is told which files changed (``None``: anything may
have) and returns what is wrong, or raises. ``watching`` sees what is saved, ``rounds`` calls the builder and tells the
``site``, and ``server`` answers the browser, which runs ``live.js``; that is put into a page as it is sent and never
into a file. For this computer only: nothing here is fit to serve a site to the world.
"""
