"""The only way from an asset's or upload's code to its row.

Recordings are a common library: whoever may upload sees all of them and may work on captions. Only the person who
uploaded one may retry, stop or replace it; what the academy made itself (decks) any of them may.
"""

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import NotFound
from media.tables import MediaAsset, Upload


class UploadExpired(NotFound):
    """Nobody went on with the upload for so long that its bytes are given up."""

    status = 410
    code = "upload_expired"
    sentence = "This upload was left for more than a week and has expired. Choose the file again; it starts anew."


async def asset_for(actor: Actor, code: str) -> MediaAsset:
    """An asset of the library. NotFound for who may not use the library."""
    asset = await MediaAsset.objects().where(MediaAsset.code == code).first()
    if asset is None or not actor.may(Permission.UPLOAD_MEDIA):
        raise NotFound("We found no recording at this address.")
    return asset


async def own_asset_for(actor: Actor, code: str) -> MediaAsset:
    """An asset this actor may change. NotFound for somebody else's."""
    asset = await asset_for(actor, code)
    if asset.uploaded_by not in (None, actor.id):
        raise NotFound("Only the person who uploaded this recording can change it.")
    return asset


async def upload_for(actor: Actor, code: str) -> Upload:
    """An upload this actor began. NotFound for somebody else's, UploadExpired for one that waited too long."""
    upload = await Upload.objects().where(Upload.code == code, Upload.person == actor.id).first()
    if upload is None or not actor.may(Permission.UPLOAD_MEDIA):
        raise NotFound("This upload is not there any more. Choose the file again.")
    if upload.expires_at <= clock.now():
        raise UploadExpired()
    return upload
