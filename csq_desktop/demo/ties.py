"""What ties cases of a demo shop to others: a problem of several complaints, a referral outside."""

from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.demo.resources import resource
from csq_desktop.domain.complaints.facts import Filter
from csq_desktop.domain.problems.facts import NewProblem
from csq_desktop.domain.referrals.facts import NewReferral
from csq_desktop.services.complaints import views
from csq_desktop.services.problems import problems
from csq_desktop.services.referrals import referrals
from csq_desktop.services.settings import shop

_JOINED = 3


def tie(session: Session, language: str) -> None:
    """Join the newest open complaints to a problem, and refer the oldest of them outside."""
    lines = views.first_lines(session, Filter(), _JOINED)
    if len(lines) < _JOINED:
        return
    texts = {key: wording[language] for key, wording in resource("ties").items()}
    problems.start(
        session, NewProblem(texts["problem"], "people.staffing"), [line.id for line in lines]
    )
    today = shop.today(session)
    new = NewReferral(
        "consumer_council",
        today,
        "CC/2026/11842",
        texts["why"],
        texts["handed_over"],
        today + timedelta(days=14),
    )
    referrals.refer(session, lines[-1].id, new)
