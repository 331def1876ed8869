"""What the OpenAPI document says of tokens."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

__all__ = ["TokenScheme"]


class TokenScheme(OpenApiAuthenticationExtension):
    """How a token is sent; the generator finds this class by itself once it is imported."""

    target_class = "tokens.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that staff issue in the newsroom. Reading needs none, but has higher limits with one.",
        }
