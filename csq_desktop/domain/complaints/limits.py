"""What may be typed into a complaint, whether it is logged or corrected."""

from collections.abc import Callable, Mapping

from csq_desktop.domain.complaints.fields import COMPLAINT, TYPED
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

CHECKED = ("words", "summary", "category", *TYPED)


def check(
    typed: Mapping[str, str],
    is_category: Callable[[str], bool],
    kind: FeedbackKind = FeedbackKind.COMPLAINT,
) -> None:
    """A UserError for a text that no feedback may have; `is_category` knows the shop's codes.

    Fields that are not there are not judged. Only a complaint has to have a category.
    """
    if not typed.get("words", "…").strip():
        raise UserError(tr("Enter what the customer said."))
    category = typed.get("category")
    if category == "" and kind.is_complaint:
        raise UserError(tr("Choose a category."))
    if category and not is_category(category):
        raise UserError(tr("“{code}” is not in the list of categories.", code=category))
    second = typed.get("second_category")
    if second and second == category:
        raise UserError(
            tr("Choose another secondary concern than the category."), field="second_category"
        )
    if second and not is_category(second):
        raise UserError(
            tr("“{code}” is not in the list of categories.", code=second), field="second_category"
        )
    for key, text in typed.items():
        COMPLAINT.field(key).check(text)
