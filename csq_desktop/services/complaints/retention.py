"""When complaints were used last: their words have a retention rule."""

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.services.retention.sources import RetentionSource
from csq_desktop.storage.records.privacy import retention

SOURCES = (RetentionSource(RecordKind.COMPLAINTS, retention.closed_cases),)
