"""Work in the background: what may be uploaded, how it is done apart, and who does it when."""
