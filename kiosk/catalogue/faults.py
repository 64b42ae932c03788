"""What can stand against a new catalogue. The one that runs goes on serving through all of it."""

from __future__ import annotations

from devices.states import Fault, Remedy


class CatalogueStale(Fault):
    """The newest signature found has run out: the office has stopped signing, or somebody keeps its news away."""

    code = "catalogue_stale"
    remedy = Remedy.STAFF


class CatalogueRefused(Fault):
    """What was offered is not what the office signed. Fact `reason`: the check that did not hold."""

    code = "catalogue_refused"
    remedy = Remedy.STAFF


class CatalogueUnfit(Fault):
    """Signed, and not to be used here: a document that this program does not understand. Facts `document`, `reason`."""

    code = "catalogue_unfit"
    remedy = Remedy.STAFF


class CatalogueMissing(Fault):
    """There is no catalogue where one was looked for. Fact `name`: the file that is not there."""

    code = "catalogue_missing"
    remedy = Remedy.STAFF


class CatalogueNotKept(Fault):
    """The disk does not take the new catalogue."""

    code = "catalogue_not_kept"
    remedy = Remedy.STAFF
