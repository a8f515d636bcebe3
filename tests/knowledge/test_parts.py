from collections.abc import Callable
from functools import cache
from itertools import accumulate
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge import KnowledgeBase
from knowledge.parts import (
    clauses_of,
    leans_on_what_was_asked,
    parts_of,
    pieces_of,
    questions_of,
    stretches_of,
    the_question_in,
)
from knowledge.verdict import Audience, Kind


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("how long do you keep it?", ["how long do you keep it?"]),
        (
            "How long do you keep it? Who sees it?",
            ["How long do you keep it?", "Who sees it?"],
        ),
        (
            "who gets my number, how long do they have it and can I say no",
            ["who gets my number", "how long do they have it", "can I say no"],
        ),
        ("1) who sees it 2) is it free", ["who sees it", "is it free"]),
        ("Thanks! who sees it and why?", ["who sees it"]),
        ("if I leave, do you wipe my file?", ["if I leave, do you wipe my file?"]),
        (
            "once I've left, is my file wiped, and who tells me?",
            ["once I've left, is my file wiped", "who tells me?"],
        ),
        (
            "if I leave, do you wipe it, who sees it, is it free",
            ["if I leave, do you wipe it", "who sees it", "is it free"],
        ),
        (
            "if I rent, when I leave, do you wipe my file",
            ["if I rent, when I leave, do you wipe my file"],
        ),
        (
            "who sees my file and if I leave, do you wipe it?",
            ["who sees my file", "if I leave, do you wipe it?"],
        ),
        ("1. who sees it 2. is it free", ["who sees it", "is it free"]),
        ("Q1 can I see it Q2 is it free", ["can I see it", "is it free"]),
        ("do you see my van and whether it moves", ["do you see my van", "whether it moves"]),
        ("is it kept, and for how long?", ["is it kept", "for how long?"]),
        ("for the form: is it kept?", ["for the form", "is it kept?"]),
        ("tell me if it is kept or if it is sold", ["tell me if it is kept or if it is sold"]),
        ("wipe my number, which I gave you in May", ["wipe my number, which I gave you in May"]),
        ("is it free, which office does it", ["is it free", "which office does it"]),
        ("my name and address", ["my name and address"]),
        ("", [""]),
    ],
)
def test_a_message_is_split_into_its_questions(text: str, parts: list[str]) -> None:
    assert list(parts_of(text)) == parts


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("who sees it and is it free", ["who sees it", "is it free"]),
        ("We are moving to Leeds. Is it free?", ["Is it free?"]),
        (
            "Tell me how long you keep it. On what grounds do you",
            ["Tell me how long you keep it.", "On what grounds do you"],
        ),
        ("for the form: is it kept and can I see it", ["is it kept", "can I see it"]),
        (
            "do you see my van? and if police wanted that would they get it",
            ["do you see my van?", "and if police wanted that would they get it"],
        ),
        ("hiya what's free and what's not", ["hiya what's free", "what's not"]),
        ("is it free? if yes how long", ["is it free?", "if yes how long"]),
        (
            "two things for the council: your legal grounds, how long you keep it",
            ["two things for the council: your legal grounds", "how long you keep it"],
        ),
        ("my slide wants two lines - what you hold, who sees it", ["what you hold", "who sees it"]),
        (
            "My address - which you have - is wrong. Who has it? Is it sold?",
            ["Who has it?", "Is it sold?"],
        ),
        ("two lines \u2014 what you hold, who sees it", ["what you hold", "who sees it"]),
        ("(a) cookies (b) your van (c) is it kept", ["cookies", "your van", "is it kept"]),
        ("do you keep our\n- names\n- bank details", ["names", "bank details"]),
        ("who sees it?\n- is it sold\n- is it free", ["who sees it?", "is it sold", "is it free"]),
        ('"Who sees it?" "And is it sold?"', ["Who sees it?", "And is it sold?"]),
        ("is it kept after 6.30 or until 7.30 pm", []),
        ("whats it for n who sees it", ["whats it for", "who sees it"]),
        ("1) cookies on the site 2) is it kept", ["cookies on the site", "is it kept"]),
        ("1) we moved 2) we like it here", []),
        ("who sees it?", []),
        ("We moved. We like it here.", []),
    ],
)
def test_of_the_parts_of_a_message_those_are_questions_that_ask_something(
    text: str, asked: list[str]
) -> None:
    assert [one.text for one in questions_of(text)] == asked


@pytest.mark.parametrize(
    "text", ["and after I leave?", "who else?", "why so", "hm ok, why though", "would it be free"]
)
def test_a_short_question_leans_on_the_one_before(text: str) -> None:
    assert leans_on_what_was_asked(text)


@pytest.mark.parametrize("text", ["", "how long do you keep the personal data that I gave you?"])
def test_a_question_that_stands_alone_leans_on_nothing(text: str) -> None:
    assert not leans_on_what_was_asked(text)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("send me my file and then wipe it, please", ["send me my file", "then wipe it"]),
        (
            "Hi all! Wipe my old number; also no more offers by post.",
            ["Wipe my old number", "also no more offers by post."],
        ),
        ("please wipe everything you hold", []),
        ("wipe it and hurry", []),
        (
            "wipe my old\tnumber  ;\nand send me my file",
            ["wipe my old number", "and send me my file"],
        ),
        ("please, would you send me the file that you hold on me, then wipe it", ["then wipe it"]),
    ],
)
def test_a_message_is_split_into_clauses_that_may_each_be_a_wish(
    text: str, clauses: list[str]
) -> None:
    assert list(clauses_of(text)) == clauses


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("your address, legal basis + how long", ["your address", "legal basis", "how long"]),
        ("Q1 basis: ____\n- cookies & co.", ["basis", "cookies", "co."]),
        ("(i) cookies (ii) your basis\n3.2.1 storage", ["cookies", "your basis", "storage"]),
        ("is it free?", ["is it free?"]),
        ("- -", []),
    ],
)
def test_a_message_is_split_into_pieces_that_may_each_name_what_is_asked(
    text: str, pieces: list[str]
) -> None:
    assert list(pieces_of(text)) == pieces


def test_no_more_than_a_few_clauses_are_read() -> None:
    assert len(clauses_of("wipe my old number, " * 50)) == 6


def test_the_one_question_of_a_story_can_be_read_alone() -> None:
    story = "We moved in May and the cat is fine. How long do you keep my old address?"
    assert the_question_in(story) == "How long do you keep my old address?"


@pytest.mark.parametrize(
    "text",
    [
        "how long do you keep my old address?",
        "We moved in May. The cat is fine.",
        "We moved. Who has my address? Who gets my number now?",
        "We moved in May. Right?",
    ],
)
def test_all_else_is_read_as_it_stands(text: str) -> None:
    assert the_question_in(text) is None


@given(lengths=st.lists(st.integers(1, 70), max_size=60))
def test_every_word_of_a_long_story_stands_in_one_of_its_stretches(lengths: list[int]) -> None:
    ends = set(accumulate((*lengths, 320, *lengths)))
    said = [f"word{at}{'.' * (at in ends)}" for at in range(1, max(ends) + 1)]

    stretches = stretches_of(" ".join(said))

    assert set(said) == {word for stretch in stretches for word in stretch.split()}
    assert all(stretch in " ".join(said) for stretch in stretches)


def test_a_question_at_the_end_of_a_long_story_is_answered() -> None:
    story = (
        "The painters left on Friday and we are back in the big room at last, with a new carpet "
        "and Jo's plants. Which privacy rights do I have?"
    )
    assert base().judge(story, Audience.EVERYONE).kind is Kind.ANSWER


def test_a_part_that_says_too_little_alone_is_read_with_the_part_before_it() -> None:
    verdict = base().judge("What personal data do you collect, and where from?", Audience.STAFF)

    assert verdict.answers == ("data.categories", "data.sources")


def test_a_question_that_says_too_little_alone_is_read_with_what_is_told_before_it() -> None:
    verdict = base().judge(
        "We may switch to another provider in spring. Does our stuff hang around with you then? "
        "And can one ask for a copy by post?",
        Audience.EVERYONE,
    )

    assert verdict.answers == ("retention.after_leaving", "rights.by_post")


def test_two_questions_in_one_message_are_both_answered() -> None:
    verdict = base().judge(
        "how long do you keep my data and who do you share it with?", Audience.EVERYONE
    )

    assert verdict.kind is Kind.ANSWER
    assert verdict.answers == ("retention.period", "sharing.who")
    quoted = knowledge.verdict_json(base(), verdict, Audience.EVERYONE, None)["quotes"]
    assert {quote["section"] for quote in quoted} == {2, 3}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("previous", "text", "topic"),
    [
        ("how long do you keep my data?", "and why so long?", "retention.reasons"),
        ("who do you share my data with?", "who else?", "sharing.who"),
        ("How long your data is kept", "and after I leave?", "retention.after_leaving"),
    ],
)
def test_a_follow_up_is_understood_after_the_question_before_it(
    previous: str, text: str, topic: str
) -> None:
    after = base().judge(text, Audience.EVERYONE, previous)

    assert topic in after.topics[:2]
    assert after.kind in {Kind.ANSWER, Kind.CLARIFY}


def test_a_request_stays_a_request_whatever_was_asked_before() -> None:
    verdict = base().judge("and delete all my data", Audience.EVERYONE, "who do you share it with?")

    assert verdict.kind is Kind.REQUEST


@pytest.mark.parametrize("split", [parts_of, pieces_of, clauses_of, stretches_of, the_question_in])
@pytest.mark.parametrize("blank", [" ", "\t", "\n", " \n"])
def test_blanks_without_end_are_no_burden(split: Callable[[str], object], blank: str) -> None:
    begun = process_time()

    split("how long do you keep it," + blank * 40_000 + "please?")

    assert process_time() - begun < 0.2


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("for the bid: DPO address + legal bases for processing", {"contact.dpo", "lawful_basis"}),
        (
            "for the FAQ: our legal grounds, how long it's kept, whether forum posts are public",
            {"lawful_basis", "retention.period", "security.forums"},
        ),
        ("what we need for them:\n2.1 retention\n2.2 DPO", {"retention.period", "contact.dpo"}),
    ],
)
def test_what_is_named_and_not_asked_is_answered_piece_by_piece(
    text: str, topics: set[str]
) -> None:
    verdict = base().judge(text, Audience.STAFF)

    assert set(verdict.answers) == topics
    assert not verdict.more_asked


def test_beside_what_may_be_a_request_too_it_is_answered_piece_by_piece() -> None:
    verdict = base().judge(
        "Bid team again: kinds of personal data held, where we get it from", Audience.STAFF
    )

    assert (verdict.kind, verdict.certain) == (Kind.REQUEST, False)
    assert set(verdict.answers) == {"data.categories", "data.sources"}


@pytest.mark.parametrize(
    "text",
    [
        "left on the train: bank details, call records, DPO address",
        "found in the bin: bank details, cookies, how long it's kept",
    ],
)
def test_what_is_named_in_a_report_is_not_answered(text: str) -> None:
    assert len(base().judge(text, Audience.STAFF).answers) <= 1


def test_of_four_things_that_are_named_three_are_answered_and_the_rest_is_asked_for() -> None:
    verdict = base().judge(
        "for the FAQ: legal basis, cookies, DPO address, how long it's kept", Audience.STAFF
    )

    assert len(verdict.answers) == 3
    assert verdict.more_asked


def test_of_more_than_three_questions_three_are_answered_and_the_rest_is_asked_for() -> None:
    verdict = base().judge(
        "how long do you keep my data? who do you share it with? do you use cookies? "
        "who is your data protection officer?",
        Audience.EVERYONE,
    )

    assert len(verdict.answers) == 3
    assert verdict.more_asked


def test_a_question_that_cannot_be_answered_beside_others_is_not_passed_over() -> None:
    verdict = base().judge(
        "how long do you keep my data? who is your data protection officer? "
        "what colour is the door of your office?",
        Audience.EVERYONE,
    )

    assert verdict.answers == ("retention.period", "contact.dpo")
    assert verdict.more_asked


def test_a_question_in_doubt_is_settled_by_what_the_message_is_about() -> None:
    verdict = base().judge(
        "how long does a data request take to come back, what proof of identity is needed, "
        "is there a fee",
        Audience.EVERYONE,
    )

    assert verdict.answers == ("rights.deadline", "rights.identity", "rights.fee_refusal")
    assert base().judge("is there a fee", Audience.EVERYONE).kind is Kind.CLARIFY


def test_a_wish_asked_for_as_a_question_beside_another_is_asked_about_and_the_other_answered() -> (
    None
):
    verdict = base().judge(
        "Can you opt me out of promos? Also how long do you normally keep things",
        Audience.EVERYONE,
    )

    assert verdict.kind is Kind.REQUEST
    assert not verdict.certain
    assert verdict.answers == ("retention.period",)


def test_beside_a_wish_that_is_asked_about_no_question_is_passed_over_in_silence() -> None:
    verdict = base().judge(
        "Can you opt me out of promos? Also how long do you normally keep things? "
        "And what colour is the door of your office?",
        Audience.EVERYONE,
    )

    assert verdict.kind is Kind.REQUEST
    assert verdict.answers == ("retention.period",)
    assert verdict.more_asked


def test_what_the_notice_leaves_out_does_not_hide_what_it_says() -> None:
    verdict = base().judge(
        "How long do you keep my data? Do you have cyber insurance?", Audience.EVERYONE
    )

    assert verdict.kind is Kind.ANSWER
    assert verdict.answers == ("retention.period",)
    assert verdict.more_asked


def test_a_statement_of_which_the_notice_says_nothing_is_not_split_from_its_one_question() -> None:
    verdict = base().judge(
        "Your ISO certificate number is missing on our form. who is your data protection officer?",
        Audience.EVERYONE,
    )

    assert verdict.kind is Kind.NOT_COVERED


def test_what_is_told_beside_a_question_is_not_answered() -> None:
    verdict = base().judge(
        "We have grown from two to nine people. Who is your data protection officer?",
        Audience.EVERYONE,
    )

    assert verdict.answers == ("contact.dpo",)
    assert not verdict.more_asked


def test_of_four_questions_none_is_dropped_in_silence() -> None:
    verdict = base().judge(
        "who sees my data? how long is it kept? do you sell it? can I complain?",
        Audience.EVERYONE,
    )

    assert verdict.more_asked


def test_three_questions_are_no_more_than_are_answered() -> None:
    verdict = base().judge(
        "how long do you keep my data? who do you share it with? "
        "who is your data protection officer?",
        Audience.EVERYONE,
    )

    assert len(verdict.answers) == 3
    assert not verdict.more_asked


def test_politeness_beside_questions_is_not_missed_among_the_answers() -> None:
    verdict = base().judge(
        "How are you? How long do you keep my data? Do you use cookies?", Audience.EVERYONE
    )

    assert verdict.answers == ("retention.period", "data.cookies")
    assert not verdict.more_asked


def test_questions_beside_a_request_are_answered_and_the_rest_is_asked_for() -> None:
    verdict = base().judge(
        "Please delete all my data. How long will that take? What ID do you need? Is there a fee? "
        "Can I do it by post?",
        Audience.EVERYONE,
    )

    assert verdict.kind is Kind.REQUEST
    assert verdict.answers == ("rights.deadline", "rights.identity", "rights.fee_refusal")
    assert verdict.more_asked


@pytest.mark.parametrize(
    "text",
    [
        "Please erase my data. How long do you keep things after that? Who do you share them with?",
        "how long is my data kept? do you sell it? delete everything you hold about me",
        "Send me a copy of my data.\nwhat's the legal basis\nDo you use cookies?",
    ],
)
def test_a_wish_is_not_drowned_by_the_questions_beside_it(text: str) -> None:
    verdict = base().judge(text, Audience.EVERYONE)

    assert verdict.kind is Kind.REQUEST
    assert verdict.answers


@pytest.mark.parametrize("text", ["yes please", "please", "ok do it", "no thanks please"])
def test_who_says_yes_or_no_to_nobody_makes_no_request(text: str) -> None:
    assert base().judge(text, Audience.EVERYONE).kind is Kind.SMALL_TALK


@pytest.mark.parametrize(
    "text", ["Could you delete my data?", "can you erase my records", "would you send me my data?"]
)
def test_a_wish_asked_as_a_question_is_a_request(text: str) -> None:
    assert base().judge(text, Audience.EVERYONE).kind is Kind.REQUEST
