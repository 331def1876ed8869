"""What may lie inside a file that readers are given: nothing that acts, and nothing that tells on its maker's camera.

``active_content(name, data)`` says in words why a file is refused; ``bare(data)`` is a picture without metadata.
"""

from publishing.safety.bare import bare
from publishing.safety.inspect import active_content

__all__ = ["active_content", "bare"]
