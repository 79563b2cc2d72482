"""Composition: the only place that sees every floor. Settings -> engine -> routes -> facts to jobs -> commands."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from types import ModuleType

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler
from litestar.types.internal_types import PathParameterDefinition

from academy import facts, jobs, settings
from academy.accommodations import handlers as accommodations
from academy.accommodations.facts import AccommodationSet
from academy.audit_log import handlers as audit_log
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.first_visit import asked as first_visit_asked
from academy.first_visit import handlers as first_visit
from academy.joining import handlers as joining
from academy.messages import alarms as messages_alarms
from academy.messages import handlers as messages
from academy.messages import jobs as messages_jobs
from academy.people.facts import PersonDeactivated
from academy.piccolo_conf import FLOORS
from academy.record_log import handlers as record_log
from academy.record_log import nightly as record_log_nightly
from academy.record_log import stamps as record_log_stamps
from academy.record_log import witnesses as record_log_witnesses
from academy.record_log import writing as record_log_writing
from academy.requests import handlers as requests
from academy.reviews import handlers as reviews
from academy.roster import handlers as roster
from academy.roster import jobs as roster_jobs
from academy.roster import started as roster_started
from academy.settings import Settings
from academy.sign_in import handlers as sign_in
from academy.sign_in.identity import identify
from academy.signing import actions as signing_actions
from academy.signing import handlers as signing
from academy.signing import outside_stamps
from academy.sites import refused
from academy.sites.facts import MembersChanged
from academy.structure import handlers as structure
from academy.transfers import handlers as transfers
from academy.web import assets, health, logs, metrics, offline, pages, problems, templating
from academy.web.entrance import CsrfUnlessToken, entrance
from academy.web.guards import current_actor
from academy.web.static import static_route
from certificates import branding, lookup
from certificates import handlers as certificates
from certificates import jobs as certificates_jobs
from certificates.evidence import handlers as evidence
from certificates.evidence import jobs as evidence_jobs
from certificates.expiring import jobs as expiring_jobs
from certificates.packets import handlers as packets
from certificates.queries.expiring import LINE_HEAD, ending_lines
from certificates.transcript import handlers as transcript
from courses.assigning import handlers as assigning
from courses.assigning import jobs as assigning_jobs
from courses.authoring import handlers as authoring
from courses.authoring import jobs as authoring_jobs
from courses.catalog import handlers as catalog
from courses.content.markdown import to_html
from courses.credit import handlers as credit
from courses.evaluation import handlers as evaluation
from courses.external import handlers as external
from courses.honesty import handlers as honesty
from courses.honesty import jobs as honesty_jobs
from courses.items import handlers as items
from courses.learning import handlers as learning
from courses.learning import jobs as learning_jobs
from courses.learning.facts import CompletionRecorded, TrainingChanged
from courses.learning.queries.anything import with_training
from courses.learning.queries.first_steps import steps_done
from courses.network import handlers as network
from courses.network import jobs as network_jobs
from courses.notices import handlers as notices
from courses.notices import jobs as notices_jobs
from courses.notices.queries.runs import alarms_of_all
from courses.paths import handlers as paths
from courses.regrading import handlers as regrading
from courses.reports import handlers as reports
from courses.roll_calls import handlers as roll_calls
from courses.search import handlers as search
from courses.standing_reports import asked as reports_asked
from courses.standing_reports import due as reports_due
from courses.standing_reports import handlers as standing_reports
from courses.teaching import handlers as teaching
from media import handlers as media
from media import jobs as media_jobs
from media.facts import AssetReady, TranscriptChanged

Lifespan = Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]]
JOBS = (
    *(messages_jobs, record_log_writing, record_log_nightly, record_log_witnesses),
    *(record_log_stamps, outside_stamps, roster_jobs),
    *(media_jobs, authoring_jobs, learning_jobs, assigning_jobs, honesty_jobs, notices_jobs),
    *(certificates_jobs, evidence_jobs, expiring_jobs, network_jobs, reports_due),
)
"""Modules whose jobs and repairs register themselves when imported."""
NOT_COMPRESSED = [
    "^/static",
    "^/media/files",
    "^/media/[^/]+/events$",
    "^/uploads",
    r"\.pdf$",
    "/certificate$",
    "/download$",
    "^/health",
]
"""Compressed already, too small to gain, or to be told at once and not when there is enough to compress."""
HERE = Path(__file__).parent
AREAS = {
    "sign_in": sign_in,
    "accommodations": accommodations,
    "reviews": reviews,
    "structure": structure,
    "roster": roster,
    "audit_log": audit_log,
    "messages": messages,
    "joining": joining,
    "transfers": transfers,
    "requests": requests,
    "first_visit": first_visit,
    "record_log": record_log,
    "signing": signing,
    "media": media,
    "authoring": authoring,
    "catalog": catalog,
    "learning": learning,
    "items": items,
    "regrading": regrading,
    "teaching": teaching,
    "credit": credit,
    "external": external,
    "roll_calls": roll_calls,
    "honesty": honesty,
    "notices": notices,
    "evaluation": evaluation,
    "paths": paths,
    "search": search,
    "reports": reports,
    "assigning": assigning,
    "certificates": certificates,
    "transcript": transcript,
    "evidence": evidence,
    "packets": packets,
    "network": network,
    "standing_reports": standing_reports,
}
"""Each area's handlers; its templates lie beside them and are mounted under this name."""


def routes() -> list[ControllerRouterHandler]:
    """Every route of the academy but the built assets."""
    house = [*health.ROUTES, metrics.Metrics, *pages.ROUTES, *offline.ROUTES]
    return [*house, *(route for area in AREAS.values() for route in area.ROUTES)]


def create_app(config: Settings) -> ASGIApp:
    """The academy as a server runs it; the door is outside, so that unknown addresses too get an actor and headers."""
    return enter(compose(config, lifespan=[lambda _: living(config)]), config)


def enter(inside: ASGIApp, config: Settings) -> ASGIApp:
    """The door in front of what is composed."""
    return entrance(identify, refused.keep, config)(inside)


def compose(config: Settings, lifespan: Lifespan = ()) -> Litestar:
    """Everything behind the door; without `lifespan` around a database that somebody else holds open."""
    settings.use(config)
    logs.set_up(as_json=config.log_json)
    folders = {name: _templates_beside(area) for name, area in AREAS.items()}
    templating.use(templating.Templates(folders, assets.Manifest(assets.build()).asset, to_html))
    csrf = CSRFConfig(secret=config.secret, cookie_secure=config.https, cookie_httponly=True)
    return Litestar(
        route_handlers=[*routes(), static_route(assets.BUILT)],
        dependencies={"actor": Provide(current_actor)},
        middleware=[metrics.counting(), DefineMiddleware(CsrfUnlessToken, config=csrf)],
        exception_handlers=problems.handlers(),
        compression_config=CompressionConfig(
            backend="brotli", brotli_quality=4, minimum_size=1000, exclude=NOT_COMPRESSED
        ),
        lifespan=list(lifespan),
        openapi_config=OpenAPIConfig(
            title="PSP Academy",
            version="1",
            path="/openapi",
            # The JSON alone: the other renderers are pages that fetch scripts from foreign hosts.
            render_plugins=[JsonRenderPlugin()],
            operation_id_creator=_operation_id,
        ),
        request_max_body_size=10_000_000,
        logging_config=None,  # ours is set up above; Litestar's own would give its lines another form
    )


def _operation_id(_: HTTPRouteHandler, method: object, parts: list[str | PathParameterDefinition]) -> str:
    """`get_courses_slug`; told apart by capitals too, because /v and /V both answer."""
    words = [part if isinstance(part, str) else part.name for part in parts]
    return "_".join([str(getattr(method, "value", method)).lower(), *words])


def _templates_beside(handlers: ModuleType) -> Path:
    """The folder of an area's templates: beside its handlers, whether these are a module or a package."""
    file = Path(handlers.__file__ or "")
    return (file.parent.parent if file.name == "__init__.py" else file.parent) / "templates"


def wire() -> None:
    """Which jobs follow which facts, and who answers what a lower floor has to ask."""
    roster_started.ask(with_training)
    messages_alarms.ask(alarms_of_all)
    first_visit_asked.ask(steps_done)
    reports_asked.ask("ending", reports_asked.Above(LINE_HEAD, ending_lines))
    ready = (authoring_jobs.recheck_drafts, media_jobs.draft_captions)
    facts.wire(
        {
            AssetReady: ready,
            TranscriptChanged: (authoring_jobs.index_recording,),
            CompletionRecorded: (certificates_jobs.issue,),
            AccommodationSet: (learning_jobs.lengthen_open_attempts,),
            TrainingChanged: (network_jobs.keep,),
            MembersChanged: (network_jobs.keep,),
            PersonDeactivated: (network_jobs.keep_sites_of,),
        }
    )


@asynccontextmanager
async def living(config: Settings) -> AsyncIterator[None]:
    """The database open and up to date, and the jobs running, as long as a process serves."""
    wire()
    branding.check()
    async with opened(make_engine(config.database_url)):
        await migrate(FLOORS)
        await signing_actions.prepare()
        await lookup.prepare()
        async with jobs.serving(work=config.worker == "inside"):
            yield
