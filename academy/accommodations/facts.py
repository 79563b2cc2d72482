"""What the floors above have to follow."""

from academy.facts import Fact


class AccommodationSet(Fact, frozen=True):
    """Something else is set for a person now; quizzes that are open already get their time too."""

    person_id: int
