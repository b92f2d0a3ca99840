"""Settings of Sphinx, with MyST for Markdown."""

project = "A neuron in Sphinx"
extensions = ["myst_parser"]
html_theme = "furo"
html_js_files = [("https://example.org/neuron/one-neuron.js", {"type": "module"})]
# Furo turns dark without saying so to what stands on its pages.
html_css_files = ["dark.css"]
html_static_path = ["_static"]
