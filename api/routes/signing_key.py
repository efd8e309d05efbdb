"""The public half of the key that signs dossiers."""

from litestar import Controller, Response, get
from pydantic import BaseModel, Field

from api.access.principal import PUBLIC, needs
from api.dossier.signing import ALGORITHM
from api.service import Serving


class SigningKeyView(BaseModel):
    """What a dossier of this installation is checked with: `remanso verify-dossier --key`."""

    algorithm: str
    public_key: str = Field(description="As PEM.")
    fingerprint: str = Field(description="SHA-256 of the key's 32 bytes, in hexadecimal digits.")


class SigningKeyController(Controller):
    path = "/v1/signing-key"
    tags = ("decisions",)

    @get(
        sync_to_thread=True,
        summary="Show the key that dossiers are checked with",
        opt=needs(PUBLIC),
    )
    def show(self, service: Serving) -> Response[SigningKeyView]:
        """It is made when it is first needed, and stays."""
        key = service.signing_key.public
        view = SigningKeyView(algorithm=ALGORITHM, public_key=key.pem, fingerprint=key.fingerprint)
        return Response(view)
