from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.evidence.checking import check_file
from tests.evidence import hostile


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        check_file(SimpleUploadedFile(name, content))
    (sentence,) = error.value.messages
    return sentence


def as_pattern(sentence: str, name: str) -> str:
    """The sentence with anything in the place of what it tells of the file."""
    told = re.escape(sentence).replace(re.escape("{name}"), re.escape(name))
    return re.sub(r"\\{[^{}]*\\}", ".+", told)


@pytest.mark.parametrize("what", hostile.FILES)
def test_it_is_refused_with_what_to_do(what):
    name, make, sentence = hostile.FILES[what]
    assert re.fullmatch(as_pattern(sentence, name), refusal(name, make()))
