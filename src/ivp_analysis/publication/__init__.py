"""The site and the chapter, from executed notebooks."""
