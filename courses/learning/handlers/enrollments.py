"""My training, the course page of somebody who takes it, enrolling and giving back."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.web.forms import read
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.learning.actions import enrollments
from courses.learning.cycles import Again, before_starting
from courses.learning.forms import EnrollForm, WithdrawalForm
from courses.learning.queries import course, training


@get("/my-training", **needs(Permission.LEARN))
async def my_training(actor: NamedDependency[Actor]) -> Page[training.MyTraining]:
    return Page("learning/my_training.html", await training.my_training(actor))


@post("/courses/{slug:str}/enrollments", **needs(Permission.LEARN))
async def enroll(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], slug: FromPath[str]
) -> Moved | Page[Again]:
    """Who completed the course is told first what taking it again means, and says `again` then."""
    form = await read(request, EnrollForm)
    before = None if form.again else await before_starting(actor, slug)
    if before is not None:
        return Page("learning/again.html", before, status=409)
    code = await enrollments.enroll(actor, course_slug=slug)
    return Moved(f"/enrollments/{code}")


@get("/enrollments/{code:str}", **needs(Permission.LEARN))
async def show(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[course.CoursePage]:
    return Page("learning/course.html", await course.course_page(actor, code))


@get("/enrollments/{code:str}/progress", **needs(Permission.LEARN))
async def progress(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[course.CoursePage]:
    """What is left, as a fragment for pages that keep it up to date."""
    return Page("learning/left.html", await course.course_page(actor, code))


@post("/enrollments/{code:str}/withdrawal", **needs(Permission.LEARN))
async def withdraw(request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    form = await read(request, WithdrawalForm)
    await enrollments.withdraw(actor, code=code, reason=form.reason)
    return Moved(f"/enrollments/{code}")


@get("/job-aids/{slug:str}/{number:int}/{key:str}", **needs(Permission.LEARN))
async def job_aid(slug: FromPath[str], number: FromPath[int], key: FromPath[str]) -> Page[course.JobAidPage]:
    return Page("learning/job_aid.html", await course.job_aid(slug, number, key))


ROUTES = [my_training, enroll, show, progress, withdraw, job_aid]
