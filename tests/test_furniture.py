"""Layouts: what is the article, what is around it, what is its title, date, outlet and author."""
# ruff: noqa: E501 (a table of texts reads best with one in a line)

import itertools
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.read.furniture import lay_out
from variorum.types import Article

LEDE = "Dock workers in Velmar walked out on Monday after talks over night pay broke down, the union said."
MORE = "The harbour board said it would meet the union again before the end of the week."
LAST = "Some forty ships were waiting outside the port by the evening."
STORY = f"{LEDE}\n\n{MORE}\n\n{LAST}"


class Case(NamedTuple):
    name: str
    text: str
    furniture: tuple[str, ...] = ()
    title: str | None = None
    found: dict[str, str] = {}  # noqa: RUF012
    given: dict[str, str] = {}  # noqa: RUF012


CASES = [
    Case("headline above a lede", f"Velmar dock workers walk out over night pay\n{STORY}", title="Velmar dock workers walk out over night pay"),
    Case("headline in title case", f"Velmar Dock Workers Walk Out\n\n{STORY}", title="Velmar Dock Workers Walk Out"),
    Case("title case with a stop", f"Velmar Dock Workers Walk Out Over Night Pay.\n\n{STORY}", title="Velmar Dock Workers Walk Out Over Night Pay."),
    Case("headline that asks", f"Can the port of Velmar reopen this week?\n\n{STORY}", title="Can the port of Velmar reopen this week?"),
    Case("headline of one quotation", f"“We will not yield,” dockers tell the board\n\n{STORY}", title="“We will not yield,” dockers tell the board"),
    Case("headline that ends in an abbreviation", f"Velmar port strike delays cars for the U.S.\n\n{STORY}", title="Velmar port strike delays cars for the U.S."),
    Case("no headline", STORY),
    Case("lede without a stop", STORY.replace("said.", "said", 1)),
    Case("one sentence", LEDE),
    Case("one line without a stop", "Port of Velmar"),
    Case("given title, printed with a stop", f"Dockers leave the quay.\n\n{STORY}", given={"title": "Dockers leave the quay"}, title="Dockers leave the quay"),
    Case("given title, not printed", STORY, given={"title": "Dockers leave the quay"}, title="Dockers leave the quay"),
    Case(
        "title, date line with a code, title again",
        f"Dockers leave the quay in Velmar\n\n03 March 2021 | 09:12 Code : 448120 From the Harbour Desk category\nDockers leave the quay in Velmar\n\n{STORY}",
        ("03 March 2021 | 09:12 Code : 448120 From the Harbour Desk category", "Dockers leave the quay in Velmar"),
        "Dockers leave the quay in Velmar",
        {"published": "2021-03-03", "published_from": "text"},
    ),
    Case("date above the title", f"Tuesday, March 2, 2021\nDockers leave the quay\n\n{STORY}", ("Tuesday, March 2, 2021",), "Dockers leave the quay", {"published": "2021-03-02"}),
    Case(
        "first print before a change",
        f"Dockers leave the quay\nUpdated: 4 March 2021, 10:00 GMT\nPublished: 2 March 2021, 08:30 GMT\n\n{STORY}",
        ("Updated: 4 March 2021, 10:00 GMT", "Published: 2 March 2021, 08:30 GMT"),
        "Dockers leave the quay",
        {"published": "2021-03-02"},
    ),
    Case("American hour settles day and month", f"Dockers leave the quay\n3/2/2021 4:15 PM EST\n\n{STORY}", ("3/2/2021 4:15 PM EST",), "Dockers leave the quay", {"published": "2021-03-02"}),
    Case("open order of day and month", f"Dockers leave the quay\n03/02/2021\n\n{STORY}", ("03/02/2021",), "Dockers leave the quay"),
    Case("no such day", f"Dockers leave the quay\n\n31 February 2021\n\n{STORY}", ("31 February 2021",), "Dockers leave the quay"),
    Case("given date stays", f"Dockers leave the quay\n2 March 2021\n\n{STORY}", ("2 March 2021",), "Dockers leave the quay", {"published": "2021-03-01"}, {"published": "2021-03-01"}),
    Case("byline", f"Dockers leave the quay\nBy Mara Ilves and Tom Okoro\n\n{STORY}", ("By Mara Ilves and Tom Okoro",), "Dockers leave the quay", {"author": "Mara Ilves and Tom Okoro"}),
    Case("byline and date in one line", f"Dockers leave the quay\nBy Mara Ilves | 2 March 2021\n\n{STORY}", ("By Mara Ilves | 2 March 2021",), "Dockers leave the quay", {"author": "Mara Ilves", "published": "2021-03-02"}),
    Case("agency alone", f"Dockers leave the quay\nReuters\n\n{STORY}", ("Reuters",), "Dockers leave the quay", {"author": "Reuters"}),
    Case("dateline in the lede", f"Dockers leave the quay\n\nVELMAR, March 2 (Reuters) - {STORY}", (), "Dockers leave the quay"),
    Case("dateline on its own", f"VELMAR, March 2 (Xinhua) --\n\n{STORY}"),
    Case("source line", f"{STORY}\n\nSource: Harbour Daily", ("Source: Harbour Daily",), found={"outlet": "Harbour Daily"}),
    Case("given outlet stays", f"{STORY}\n\nSource: Harbour Daily", ("Source: Harbour Daily",), found={"outlet": "The Quay"}, given={"outlet": "The Quay"}),
    Case("closing agency in brackets", f"{STORY}\n\n(AFP)", ("(AFP)",), found={"author": "AFP"}),
    Case("read more", f"{STORY}\nRead more: Harbour board names a new chair", ("Read more: Harbour board names a new chair",)),
    Case(
        "read more in the middle",
        f"{LEDE}\n\nREAD ALSO | Harbour board names a new chair\n\n{MORE}",
        ("READ ALSO | Harbour board names a new chair",),
    ),
    Case("bare phrase and its link", f"{LEDE}\n\nRead more\nHarbour board names a new chair\n\n{MORE}", ("Read more", "Harbour board names a new chair")),
    Case(
        "related headlines after their heading",
        f"{STORY}\n\nRelated stories\nHarbour board names a new chair\nFerry to Osk Island runs again",
        ("Related stories", "Harbour board names a new chair", "Ferry to Osk Island runs again"),
    ),
    Case(
        "related headlines before an invitation",
        f"{STORY}\n\nMinister opens a museum of tin toys\n\nJoin our Telegram channel",
        ("Minister opens a museum of tin toys", "Join our Telegram channel"),
    ),
    Case(
        "unmarked headlines on other matters",
        f"{STORY}\n\nMinister opens a museum of tin toys\n\nHeavy snow closes two mountain schools\n\nTwins win the national chess cup",
        ("Minister opens a museum of tin toys", "Heavy snow closes two mountain schools", "Twins win the national chess cup"),
    ),
    Case("share bar", f"Dockers leave the quay\nShare Facebook Twitter WhatsApp Email\n\n{STORY}", ("Share Facebook Twitter WhatsApp Email",), "Dockers leave the quay"),
    Case("advertisement in the middle", f"{LEDE}\n\nADVERTISEMENT\n\n{MORE}", ("ADVERTISEMENT",)),
    Case("newsletter", f"{LEDE}\n\nSign up for our morning newsletter and never miss a story.\n\n{MORE}", ("Sign up for our morning newsletter and never miss a story.",)),
    Case("cookies and rights", f"{STORY}\n\nWe use cookies to improve your visit.\n© 2021 The Quay. All rights reserved.", ("We use cookies to improve your visit.", "© 2021 The Quay. All rights reserved.")),
    Case("caption with a credit", f"{LEDE}\n\nShips wait off Velmar on Monday. (Photo: Mara Ilves/The Quay)\n\n{MORE}", ("Ships wait off Velmar on Monday. (Photo: Mara Ilves/The Quay)",)),
    Case("tags and codes", f"{STORY}\n\nTags: port, strike, Velmar\nNews ID: 448120", ("Tags: port, strike, Velmar", "News ID: 448120")),
    Case("editors' credit", f"{STORY}\n\n(Reporting by Mara Ilves in Velmar; Editing by Tom Okoro)", ("(Reporting by Mara Ilves in Velmar; Editing by Tom Okoro)",)),
    Case("style sheet", f".share-bar {{\nwidth:100px;\n}}\n{STORY}", (".share-bar {", "width:100px;", "}")),
    Case("byline with section and date", f"Dockers leave the quay\nBy Mara Ilves in Business on 2 March 2021\n\n{STORY}", ("By Mara Ilves in Business on 2 March 2021",), "Dockers leave the quay", {"author": "Mara Ilves", "published": "2021-03-02"}),
    Case("names and a desk under the title", f"Dockers leave the quay\n\nMara Ilves\nShipping correspondent\n\n{STORY}", ("Mara Ilves", "Shipping correspondent"), "Dockers leave the quay"),
    Case("row of links above the lede", f"Dockers leave the quay\nA A A   Print   Send\n{STORY}", ("A A A   Print   Send",), "Dockers leave the quay"),
    Case("more of a section", f"{STORY}\n\nMore in Shipping: Board names a new chair", ("More in Shipping: Board names a new chair",)),
    Case("open date in a notice of rights", f"{STORY}\n\n© The Quay, 03/04/2021 14:10", ("© The Quay, 03/04/2021 14:10",)),
    Case("date with stops: the day is first", f"{STORY}\n\n© The Quay, 03.04.2021 14:10", ("© The Quay, 03.04.2021 14:10",), found={"published": "2021-04-03"}),
    Case("date line without a year, in the year where the weekday fits", f"Dockers leave the quay\n\nTuesday, March 2 at 18:42\n\n{STORY}\n\nThe last strike was in 2020.", ("Tuesday, March 2 at 18:42",), "Dockers leave the quay", {"published": "2021-03-02"}),
    Case("date line without a year, in none where the weekday fits", f"Dockers leave the quay\n\nFriday, March 2 at 18:42\n\n{STORY}\n\nThe last strike was in 2020.", ("Friday, March 2 at 18:42",), "Dockers leave the quay"),
    Case("full date in the dateline", f"Dockers leave the quay\n\nVELMAR, 2 March 2021 (QNA) - {STORY}", (), "Dockers leave the quay", {"published": "2021-03-02", "published_from": "text"}),
    Case("full date in a dateline of sentences", f"Dockers leave the quay\n\nVelmar, Mar. 2, 2021 (QNA). {STORY}", (), "Dockers leave the quay", {"published": "2021-03-02"}),
    Case("dateline without a year", f"Dockers leave the quay\n\nVELMAR, March 2 (QNA) - {STORY}", (), "Dockers leave the quay"),
    Case("outlet, place and date on a line", f"Dockers leave the quay\n\nThe Quay, English service. Velmar, 2 March 2021\n\n{STORY}", ("The Quay, English service. Velmar, 2 March 2021",), "Dockers leave the quay", {"published": "2021-03-02"}),
    Case("size of the letters under the title", f"Dockers leave the quay\n\nPublished on: 2 March 2021\nText Size: A A A\n\n{STORY}", ("Published on: 2 March 2021", "Text Size: A A A"), "Dockers leave the quay", {"published": "2021-03-02"}),
    Case("byline in a row with the time it takes", f"Dockers leave the quay\n\nBy Mara Ilves | 2 min read\n\n{STORY}", ("By Mara Ilves | 2 min read",), "Dockers leave the quay"),
    Case("desk and sections in a row", f"Dockers leave the quay\n\nQuay Staff — filed in Ports, Work\n\n{STORY}", ("Quay Staff — filed in Ports, Work",), "Dockers leave the quay"),
    Case("counts of readers", f"Dockers leave the quay\n\n{STORY}\n\n1,206 Views\n[Read 44 times, 1 reads today]", ("1,206 Views", "[Read 44 times, 1 reads today]"), "Dockers leave the quay"),
    Case("topics of the article", f"{STORY}\n\nIn this article: Velmar, dockers, night pay", ("In this article: Velmar, dockers, night pay",)),
    Case("link on the same subject", f"{STORY}\n\nOn the same subject: Osk counts its ships", ("On the same subject: Osk counts its ships",)),
    Case("numbered links under a phrase", f"{STORY}\n\nMost Read\n1. Crown slips against the mark\n2. Spring fair: what stays open", ("Most Read", "1. Crown slips against the mark", "2. Spring fair: what stays open")),
    Case("headline above a row of links", f"{STORY}\n\nHarbour Queen Opens Spring Fair in Osk\nQuay Express | Feeds | Contact", ("Harbour Queen Opens Spring Fair in Osk", "Quay Express | Feeds | Contact")),
    Case("what a subscription costs", f"{STORY}\n\nGet Quay Pro for $4.99/month", ("Get Quay Pro for $4.99/month",)),
    Case("what the author holds", f"{STORY}\n\nDisclosure: The author holds no shares in any line named.", ("Disclosure: The author holds no shares in any line named.",)),
    Case("age of the outlet", f"{STORY}\n\nThe Quay Gazette, since 1931", ("The Quay Gazette, since 1931",)),
    Case("initials of the agency", f"{STORY}\n\nQNA", ("QNA",)),
    Case("credit at the end of a paragraph", f"{STORY} (Reporting by Mara Ilves; Editing by Tom Okoro)", ("(Reporting by Mara Ilves; Editing by Tom Okoro)",)),
    Case("unambiguous date in a notice of rights", f"{STORY}\n\n© The Quay, 23.03.2021", ("© The Quay, 23.03.2021",), found={"published": "2021-03-23"}),
    Case("who reported, without who edited", f"{STORY}\n\n(Reporting by Mara Ilves in Velmar and Tom Okoro in Osk)", ("(Reporting by Mara Ilves in Velmar and Tom Okoro in Osk)",)),
    Case("who contributed", f"{STORY}\n\nTom Okoro contributed to this report.", ("Tom Okoro contributed to this report.",)),
    Case("who the author is", f"By Mara Ilves\n\n{STORY}\n\nMara Ilves keeps bees on the roof of the old customs house.", ("By Mara Ilves", "Mara Ilves keeps bees on the roof of the old customs house."), found={"author": "Mara Ilves"}),
    Case("editors' initials", f"{STORY}\n\nMI/TO", ("MI/TO",)),
    Case("a plea to readers", f"{STORY}\n\nThe Quay has no owner but its readers. Support us.", ("The Quay has no owner but its readers. Support us.",)),
    Case("comments and a menu", f"{STORY}\n\nLog in to join in (31)\nTides | Births and deaths | Cinema", ("Log in to join in (31)", "Tides | Births and deaths | Cinema")),
    Case("list of headlines without gaps", f"{STORY}\n\nMinister opens a museum of tin toys\nTwins win the national chess cup", ("Minister opens a museum of tin toys", "Twins win the national chess cup")),
    # What looks like furniture and is not.
    Case("last paragraph on a newspaper", f"{STORY}\n\nThe editor of the union's newspaper has left the port."),
    Case("last paragraph on readers", f"{STORY}\n\nReaders of the contract will find no word of night pay."),
    Case("short last paragraph", f"{STORY}\n\nThe port stays shut."),
    Case("last paragraph cut off", f"{STORY}\n\nThe board has called in a mediator from the"),
    Case("list after a colon", f"{LEDE}\n\nThe union asks for:\n\nHigher pay on night shifts\n\nSafer cranes on every quay\n\nTwo more rest days"),
    Case("marked list", f"{LEDE}\n\n- Night pay rises by a tenth\n- Cranes are checked each month\n- Rest days go up to nine"),
    Case("one unmarked line at the end", f"{STORY}\n\nMinister opens a museum of tin toys"),
    Case("closing lines on the same matter", f"{STORY}\n\nUnion leaders meet the harbour board again this week\n\nShips still waiting outside the port of Velmar"),
    Case("paragraphs of one sentence", f"{LEDE}\n{MORE}\n{LAST}\nNobody was hurt.\nTalks go on."),
    Case("quotation as a paragraph", f"{LEDE}\n\n“Read more of the contract before you sign it,” she told them.\n\n{MORE}"),
    Case("poem", f"{STORY}\n\nThe tide comes in at Velmar town\nThe cranes stand idle all the day\nThe gulls look at the quays and frown\nAnd no one there to send away"),
    Case("speech", f"{LEDE}\n\nFriends of the harbour:\n\nWe are here because we were not heard. We stay because we must be.\n\nThank you."),
    Case("heading inside", f"{LEDE}\n\nFrom the side of the board\n\n{MORE}"),
    Case("sentence about sharing", f"{LEDE}\n\nShare prices of shipping firms fell by a third.\n\nFollow-up talks were called off."),
    Case("sentence about a newsletter", f"{LEDE}\n\nSubscribers to the union's newsletter said they had been told on Sunday.\n\n{MORE}"),
    Case("sentence about a photo", f"{LEDE}\n\nThe union published a photo of the empty quay, and the board called it old.\n\n{MORE}"),
    Case("date at the start of a sentence", f"{LEDE}\n\nOn 2 March 2021 the board had promised new cranes.\n\n{MORE}"),
    Case("sentence that begins with a source", f"{STORY}\n\nSources said the talks would go on through the night."),
    Case("prices in a sentence", f"{STORY}\n\nGet-togethers on the quay cost the union $500 a day, it said."),
    Case("sentence that counts views", f"{STORY}\n\n206 views of the film were counted by the evening."),
    Case("numbered demands at the end", f"{LEDE}\n\n{MORE}\n\n{LAST} They ask for three things:\n1. Night pay for all crews\n2. Shorter shifts on the quay"),
    Case("sentence with a dash", f"{STORY}\n\nThe port — Velmar's only one — stays shut."),
    Case("brackets about reporting", f"{STORY} (Reporting of the strike has been thin.)"),
    Case("scores at the end", f"{LEDE}\n\nResults:\nVelmar 3\nOsk 1"),
    Case("time stamps of a live report", f"8:24am:\n{LEDE}\n9:10am:\n{MORE}"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_layout(case: Case) -> None:
    layout = lay_out(Article(id="a", text=case.text, **case.given))
    text = case.text
    assert tuple(text[s:e] for s, e in layout.furniture) == case.furniture
    assert layout.article.title == case.title
    for name in ("published", "outlet", "author"):
        assert getattr(layout.article, name) == case.found.get(name, case.given.get(name))
    kept = "\n".join(text[s:e] for s, e in layout.body)
    for paragraph in STORY.split("\n\n"):
        assert (paragraph in text) == (paragraph in kept)


def test_body_and_furniture_are_the_whole_text() -> None:
    text = f"Dockers leave the quay\n2 March 2021\n\n{STORY}\n\nRead more: Harbour board names a new chair\n\nMore to come."
    layout = lay_out(Article(id="a", text=text))
    spans = sorted(layout.body + layout.furniture)
    assert "".join(text[s:e] for s, e in spans).replace("\n", "") == text.replace("\n", "")
    assert layout.title is not None
    assert layout.title in layout.paragraphs
    assert all(any(s <= a and b <= e for s, e in layout.body) for a, b in layout.paragraphs)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "Dockers leave the quay\n\nDock workers in Velmar walked out on Monday after\ntalks over night pay broke down, the union\nsaid. The board will meet\nagain on Friday."
    layout = lay_out(Article(id="a", text=text))
    assert [text[s:e].split()[0] for s, e in layout.paragraphs] == ["Dockers", "Dock"]


LINES = st.sampled_from(
    ["", " ", LEDE, MORE, "Read more:", "Related News", "2 March 2021", "By", "Share", "🎉", "\x00", "\ud800", "مرحبا", '"', "''", "-", "A b c"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(LINES, max_size=12).map("\n".join)))
def test_any_text_lays_out(text: str) -> None:
    layout = lay_out(Article(id="a", text=text))
    spans: list[Any] = sorted(layout.body + layout.furniture)
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(text[s:e].strip() for s, e in layout.paragraphs)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("VELMAR, March 2 (Reuters) - Dockers left.", "Dockers left."),
        ("VELMAR/OSK: Dockers left.", "Dockers left."),
        ("ST. BRENNA, Velmaria (AP) _ Dockers left.", "Dockers left."),
        ("Velmar (HNA) — Dockers left.", "Dockers left."),
        ("Velmar, 2 March 2021. Dockers left.", "Dockers left."),
        ("Velmar, the old port, is shut.", "Velmar, the old port, is shut."),
        ("On March 2 - 3 the dockers left.", "On March 2 - 3 the dockers left."),
        ("Dockers: We are here.", "Dockers: We are here."),
    ],
)
def test_a_dateline_is_a_paragraph_of_its_own(line: str, after: str) -> None:
    layout = lay_out(Article(id="a", text=f"{line}\n\n{MORE}"))
    texts = [layout.article.text[s:e] for s, e in layout.paragraphs]
    assert after in texts
    assert texts[-1] == MORE
    assert "".join(texts[:-1]).replace(" ", "") == line.replace(" ", "")
