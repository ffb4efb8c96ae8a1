"""Every character of an article is in one passage, and the story is told from what stands around it."""

import os
import textwrap
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import clean
from analysis.clean.lines import Line
from analysis.clean.paragraphs import paragraphs
from analysis.clean.roles import RULES, dateline
from analysis.tables import ARTICLES, PASSAGES, read, write

GOLD = Path(os.environ.get("WORKBOOK_GOLD", Path(__file__).parents[2] / "shared" / "gold"))
SEED = next(Path(__file__).parents[1].joinpath("seeds").glob("*.txt"))

HEADLINE = "River rises over its banks"
BODY = [
    "The river rose by two metres on Tuesday and flooded the lower part of the town, officials said.",
    "Schools and two bridges were closed, and about 400 people left their homes for the night.",
    "Engineers had warned for years that the dam above the valley was too old to hold a wet spring.",
    "The council meets on Friday to decide who will pay for the repairs and the lost harvest.",
]


def table(*texts, **facts):
    rows = [
        {
            "article": f"a{nth}",
            "words": 1,
            "source_file": f"{nth}.txt",
            "sha256": "0",
            "source_text": text,
            **facts,
        }
        for nth, text in enumerate(texts)
    ]
    return ARTICLES.frame(rows)


def cut(text, **facts):
    """The passages of one text that show something, as (role, text)."""
    passages = clean.passages(table(text, **facts)).query("role != 'blank'")
    return list(zip(passages["role"], passages["text"], strict=True))


def roles(text, **facts):
    return [role for role, _ in cut(text, **facts)]


def holds(articles):
    """What must be true of any passages."""
    passages = clean.passages(articles)
    for article, source in zip(articles["article"], articles["source_text"], strict=True):
        rows = passages[passages["article"] == article]
        assert rows["passage"].tolist() == list(range(len(rows)))
        assert [0, *rows["end"]] == [*rows["start"], len(source)]
        assert (rows["end"] > rows["start"]).all()
        for row in rows.itertuples():
            stretch = source[row.start : row.end]
            assert row.repairs == len(row.edits)
            assert row.repairs or row.text == stretch
            at = row.start
            there = 0
            for start, end, length in [*row.edits, [row.end, row.end, 0]]:
                assert source[at:start] == row.text[there : there + start - at]
                there += start - at + length
                at = end
            if row.role == "blank":
                assert row.text == stretch
    return passages


def standing(line):
    """Articles in which a line stands under the headline, inside the story, and at its end."""
    texts = [HEADLINE, *BODY]
    return ["\n\n".join([*texts[:place], line, *texts[place:]]) for place in (1, 3, 5)]


# --- lines that are no part of the story ---------------------------------------------------------

RESIDUE = {
    ("image", "image address"): [
        "https://img.example.org/2024/05/ferry.jpg",
        "https://cdn.example.com/photos/abc123?width=800&quality=75",
        "//static.example.net/media/bridge.webp?w=640",
    ],
    ("image", "image placeholder"): [
        "image",
        "Image",
        "[image]",
        "(photo)",
        "Photo 3 of 12",
        "Video",
        "[Image: a ferry leaves the harbour]",
        "Play video",
        "View image in fullscreen",
        "1 / 14",
        "Open image in gallery",
    ],
    ("image", "Markdown image"): [
        "![A ferry](https://example.org/ferry.png)",
    ],
    ("caption", "caption that ends in a credit"): [
        "A ferry leaves the harbour at dawn (AP Photo/Jane Roe)",
        "Villagers clear mud from a school. (AP Photo/Jane Roe, File)",
        "Harvest in the delta (Copyright 2024 The Weekly Post. All rights reserved)",
        "The new stadium roof (Getty Images)",
        "Nurses outside the clinic on Monday (Reuters)",
        "The mayor, left, with the chief engineer. Photograph: Ann Lee/The Courier",
        "A reindeer herd near the river. Photo: Ann Lee / NTB",
        "Dancers rehearse before the opening night [PA]",
        "A glacier calves into the lake (Picture: Ann Lee)",
        "The vaccine is given in two doses (Image: Getty)",
        "Goalkeeper Ines Moreau celebrates. Credit: Ann Lee/Reuters",
        "Bees return to the hive © Ann Lee",
        "Protesters march in Lagos on Sunday [Ann Lee/The Courier]",
        "A farmer waters a field in the delta. [File: Ann Lee/AP Photo]",
    ],
    ("caption", "caption label"): [
        "FILE PHOTO: Workers leave the plant in Norwood, June 3, 2019. REUTERS/Ann Lee",
        "FILE - A drone flies over the vineyard in Alder, Calif., on May 2, 2020. (AP Photo/Ann Lee, File)",
        "Image caption, The bakery reopened after the flood",
        "Pictured: the bakery on Mill Street",
        "Image copyright Getty Images Image caption The mayor spoke on Sunday",
        "Media caption Ann Lee reports from the scene of the fire",
    ],
    ("credit", "credit alone"): [
        "(AP Photo/Ann Lee)",
        "Photo: Ann Lee / Reuters",
        "Photograph: Ann Lee/The Courier",
        "Getty Images",
        "AFP/Getty Images",
        "Ann Lee via Getty Images",
        "Image source, Reuters",
        "Image credit: NASA",
        "Photo by Ann Lee",
        "Credit: Ann Lee",
        "Courtesy of Ann Lee",
        "REUTERS/Ann Lee",
        "Photo illustration by Ann Lee",
        "(Image credit: Getty Images)",
        "Ann Lee/AFP/Getty Images",
        "Ann Lee/AP hide caption",
    ],
    ("credit", "contributors"): [
        "(Reporting by Ann Lee in Lisbon; Editing by Bo Chan)",
        "Reporting by Ann Lee; Editing by Bo Chan",
        "Additional reporting by Agence France-Presse",
        "Ann Lee contributed to this report.",
        "Associated Press writers Ann Lee in Lima and Bo Chan in Quito contributed to this report.",
        "With files from The Canadian Press",
        "Bo Chan reported from Geneva, and Ann Lee from Nairobi.",
    ],
    ("byline", "signed by"): [
        "By Ann Lee",
        "By Ann Lee and Bo Chan",
        "By Ann Lee, Health Editor",
        "By ANN LEE",
        "BY ANN LEE",
        "By Ann Lee, Bo Chan and Cem Demir",
        "By Ann de la Cruz | Science Correspondent",
        "By Staff Reporter",
        "By Reuters",
        "Written by Ann Lee",
        "By Ann Lee for The Courier",
        "By Ann O’Neill-Smith in Nairobi",
        "Words by Ann Lee",
        "BYLINE: Ann Lee",
        "By Al Jazeera Staff",
        "By The Associated Press",
        "By Ann Lee, CNN",
    ],
    ("dateline", "timestamp"): [
        "Published 3 July 2025 10:14",
        "Updated: July 3, 2025 at 10:14 a.m. ET",
        "Published: 10:14 BST, 3 July 2025 | Updated: 11:02 BST, 3 July 2025",
        "Last updated on Thursday 3 July 2025",
        "Posted 5 hours ago",
        "2 hours ago",
        "First published on Thu 3 Jul 2025 06.00 BST",
        "July 3, 2025 / 10:14 AM EDT",
        "2025-07-03 10:14",
        "Updated 1 hr 5 min ago",
        "3h ago",
        "4 min read | Updated on July 3, 2025",
        "Published On 3 Jul 2025 3 Jul 2025",
        "Wednesday, 2 July 2025 19:00 EDT",
    ],
    ("link", "read more"): [
        "Read more: River towns brace for the flood",
        "READ MORE: River towns brace for the flood",
        "Read more about the flood here",
        "Read also: How the dam was built",
        "See also: How the dam was built",
        "RELATED: How the dam was built",
        "Related: How the dam was built",
        "Watch: Ferry rescued in storm",
        "WATCH | Ferry rescued in storm",
        "Listen: The morning podcast",
        "Don’t miss: The best of the week",
        "IN PICTURES: Carnival returns",
        "list 2 of 4",
        "end of list",
        "Read more: She left the valley, and he told nobody",
        "Listen to our podcast",
        "Related: Minister says she will resign",
    ],
    ("link", "heading of links"): [
        "Read more",
        "Read More >",
        "Related stories",
        "Related articles",
        "More on this story",
        "More from The Courier",
        "You may also like",
        "Recommended",
        "Recommended for you",
        "More stories",
        "Most read",
        "Explore more on these topics",
        "What to read next",
    ],
    ("link", "click here"): [
        "Click here to read the full report",
        "Click here for more science news",
        "For more stories like this, click here.",
        "Tap here to see the map",
        "Visit our website for more",
        "For the latest updates, visit example.org",
        "Click to share on Twitter (Opens in new window)",
        "More AP sports: https://apnews.example/sports",
        "Full coverage: https://example.org/flood",
    ],
    ("link", "share buttons"): [
        "Share this article",
        "Share",
        "Share on Facebook",
        "Share this story on WhatsApp",
        "Copy link",
        "Facebook Twitter WhatsApp Email",
        "Facebook",
        "Share Tweet Email Print",
    ],
    ("link", "follow us"): [
        "Follow us on Twitter",
        "Follow Ann Lee on Twitter @annlee",
        "Follow The Courier on Facebook and Instagram",
        "Like us on Facebook",
        "Join us on Telegram",
        "Find us on Instagram",
        "Join our WhatsApp channel",
    ],
    ("link", "tags"): [
        "Tags: floods, rivers, insurance",
        "Topics: Health, Vaccines",
        "#flood #river #climate",
    ],
    ("link", "address alone"): [
        "https://www.example.org/news/flood",
        "www.example.org",
    ],
    ("link", "Markdown link alone"): [
        "[Read our guide](https://example.org/guide)",
    ],
    ("link", "menu"): [
        "Home | News | Science",
    ],
    ("boilerplate", "advertisement"): [
        "Advertisement",
        "ADVERTISEMENT",
        "- Advertisement -",
        "Story continues below advertisement",
        "Article continues after this advertisement",
        "Sponsored content",
        "Continue reading the main story",
        "SKIP ADVERTISEMENT",
        "Advertisement - scroll to continue",
    ],
    ("boilerplate", "newsletter sign-up"): [
        "Sign up for our free newsletter",
        "Sign up to our daily newsletter for the latest news",
        "Sign up here",
        "Subscribe to our newsletter",
        "Get the latest headlines delivered to your inbox every morning.",
        "Get our best stories straight to your inbox",
        "Enter your email address",
        "By signing up, you agree to our terms and conditions.",
        "I would like to be emailed about offers, events and updates from The Courier. Read our privacy notice",
        "Thanks for signing up!",
        "Want more science? Sign up for our weekly briefing.",
        "Stay up to date with our newsletter",
    ],
    ("boilerplate", "subscription"): [
        "Already a subscriber? Log in",
        "Subscribe now",
        "Log in to continue reading",
        "This article is for subscribers only",
        "You have 2 free articles remaining this month.",
        "To continue reading this article, subscribe today.",
        "Subscribe for £1 a week",
        "Log in to comment",
        "Become a member",
        "Subscribe to The Courier",
    ],
    ("boilerplate", "cookies"): [
        "We use cookies to improve your experience on our site.",
        "This website uses cookies to personalise content and adverts. By continuing you accept this.",
        "By continuing to use this site you agree to our use of cookies.",
        "Accept all cookies",
        "Cookie policy",
    ],
    ("boilerplate", "copyright"): [
        "© 2025 The Courier",
        "Copyright 2025 The Courier. All rights reserved.",
        "Copyright © 2025 The Courier Ltd",
        "All rights reserved.",
        "© The Courier. All Rights Reserved.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "Unauthorized reproduction is prohibited without permission.",
    ],
    ("boilerplate", "note on publication"): [
        "This article was originally published on The Conversation.",
        "This story was first published by The Weekly Post on 2 May.",
        "A version of this article appears in print on July 3, Section A, Page 1.",
        "This article was amended on 4 July 2025 to correct the height of the dam.",
        "Correction: An earlier version of this story misspelled the engineer's name.",
        "Editor’s note: This story has been updated with a statement from the company.",
        "This is a breaking news story. Check back for updates.",
        "Correction: The story said he was 40. He is 41.",
        "This article was updated to add that she has appealed.",
        "This story is part of our series on rivers.",
        "This story was produced in partnership with The Weekly Post.",
    ],
    ("boilerplate", "app"): [
        "Download our app",
        "Download the Courier app for free and get alerts",
    ],
    ("boilerplate", "comments"): [
        "Comments",
        "12 comments",
        "Leave a comment",
        "Join the conversation",
        "Comments are closed",
        "Be the first to comment",
    ],
    ("boilerplate", "appeal for support"): [
        "Support independent journalism today",
        "Please support our journalism by donating",
        "Donate",
        "If you value our reporting, please consider making a contribution.",
        "Your support helps us keep reporting.",
    ],
    ("boilerplate", "contact"): [
        "Got a tip? Email tips@example.org",
        "Contact us",
        "Do you have a story? Get in touch at news@example.org",
        "Have you been affected by the flood? Get in touch: news@example.org",
        "Ann Lee can be reached at ann@example.org.",
    ],
    ("boilerplate", "site terms"): [
        "Terms of use",
        "Privacy policy",
        "Back to top",
        "Please enable JavaScript to view this page.",
    ],
    ("boilerplate", "disclaimer"): [
        "The views expressed in this article are the author’s own.",
        "Our Standards: The Courier Trust Principles.",
        "(Except for the headline, this story has not been edited by our staff and is published from a syndicated feed.)",
        "(This story has not been edited by our staff and is auto-generated from a feed.)",
        "The AP is solely responsible for all content.",
    ],
    ("boilerplate", "reading time"): [
        "3 min read",
        "Reading time: 4 minutes",
    ],
    ("boilerplate", "end mark"): [
        "ENDS",
    ],
    ("boilerplate", "divider"): [
        "***",
        "---",
    ],
    ("boilerplate", "about the author"): [
        "About the author",
    ],
    ("boilerplate", "archive record"): [
        "LENGTH: 804 words",
        "Length: 804 words",
        "Section: A; Pg. 1",
        "LOAD-DATE: July 3, 2025",
        "PUBLICATION-TYPE: Newspaper",
        "BODY:",
        "Classification",
        "Language: ENGLISH; ENGLISH",
        "Subject: LIBRARIES (92%); CITY GOVERNMENT (90%)",
        "Geographic: HALLEN (90%)",
        "Correction-Date: July 4, 2025",
        "NS gpol : Domestic Politics",
    ],
    ("boilerplate", "code"): [
        ".sidebar {",
        "margin-top: 20px;",
        '<div class="ad"></div>',
        "{{ article.title }}",
        "window.dataLayer.push({});",
    ],
}


# Sentences of a story that speak of such things.
STORY = {
    "an image or a picture": [
        "The image shows a ferry leaving the harbour at dawn.",
        "The word image comes from the Latin imago.",
        "Photos from the scene show mud up to the windows.",
        "Photo ID will be required at polling stations from May.",
        "She said the photo (a gift from her aunt) had hung there for years.",
        "The museum bought the painting for $2 million (about £1.6 million).",
        "Video evidence cleared the driver.",
        "Gallery owners say sales have halved.",
        "Pictured on every banknote, the queen was rarely seen.",
        "Video assistant referees overturned the goal in the last minute.",
        "Above all, the river must be kept clean.",
        "The film is on YouTube and Facebook.",
        "He posted the picture on Instagram.",
    ],
    "copyright": [
        "He sold the rights to the song (copyright 1998) for a pound.",
        "Copyright law protects songs for 70 years after a death.",
        "Copyright lasts too long, the professor argued.",
        "Copyright holders have asked the court for damages.",
        "The judge ruled that all rights reserved to the band had lapsed.",
        'The label read "All rights reserved" in gold letters.',
        "The material may not be strong enough for a bridge of that length.",
        "Copyright 1998 was stamped on the box she found.",
    ],
    "cookies": [
        "Cookies and milk were served to the children.",
        "Cookies track users across the web, the regulator said.",
        "We use cookies as bribes, the grandmother admitted.",
        "The bakery uses cookies left over from Sunday in its puddings.",
        "The regulator said the site uses cookies without consent.",
        "A cookie policy will be debated in the council.",
    ],
    "signing up and subscribing": [
        "NATO — the alliance founded in 1949 — has 32 members.",
        "Sign-ups for the marathon doubled in a week.",
        "Sign up for the army, the posters urged in 1914.",
        "Farmers can sign up for the scheme until June.",
        "He told voters to sign up for his newsletter before the polls opened.",
        "Subscribe to that view and the tax makes sense.",
        "Subscribers to the service fell by a fifth.",
        "Subscription fees rose to $12 a month.",
        "The newsletter had 4,000 subscribers when it closed.",
        "Registered nurses earn more in the north.",
        "Enter the dragon boats, forty of them, to a roar from the bank.",
        "Get vaccinated early, doctors advise.",
        "Subscribe or starve: that was the choice for small papers.",
        "Unlimited access to the mine was granted in 1990.",
        "To continue reading the will, the lawyer put on a second pair of glasses.",
        "She signed up for a newsletter about bees and forgot it.",
        "Members only were admitted to the hall.",
        "Premium content to advertisers is what others call news.",
        "Private members' bills rarely pass.",
    ],
    "reading more": [
        "Image: it matters more than policy, the consultant told the party.",
        "Read more books, the judge told the boys.",
        "Read more widely, the librarian advised, and you will worry less.",
        '"Read more," the teacher told her class.',
        "Pupils who read more than ten books a year scored higher.",
        "Related species were found in the delta.",
        "Related charges were dropped in May.",
        "Watch the tide, fishermen tell their sons.",
        "Watch lists are kept by four agencies.",
        "Top officials resigned on Monday.",
        "More on the river was spent than on the roads.",
        "Most read the letter twice before signing.",
        "More from the budget will go to schools, the minister said.",
        "Recommended doses differ by age.",
        "Explore the caves with a guide, the park advises.",
        "Visit the valley in spring, and the orchards are white.",
        "For more than a decade the mill stood empty.",
        "Live music returned to the square.",
        "See the difference? The engineer pointed at the crack.",
        "Opinion: divided. Mood: grim. That was the town on Monday.",
        "Analysis of the samples found arsenic.",
        "Map makers left the island off for a century.",
        "More than 400 people left their homes.",
        "Latest figures show a fall in exports.",
        "Trending downwards since May, prices fell again.",
        "Recommended by doctors, the diet failed.",
        "Top of the list stands the old bridge.",
        "Further reading of the meter showed an error.",
        "Explainer videos were shown in class.",
        "Timeline: unclear. Cost: unknown.",
        "Listen, the old woman said.",
        "Live from the square, thousands sang.",
    ],
    "clicking, sharing, following": [
        "Click here, the email said, and thousands of pensioners did.",
        "The scam asked users to click here to claim a refund.",
        "Share prices fell 3 percent on Monday.",
        "Share the burden, the minister urged wealthy countries.",
        "Shares in the airline fell sharply.",
        "The company asked customers to share this article with friends, according to the lawsuit.",
        "Follow the money, the detective used to say.",
        "Follow-up tests found no trace of lead.",
        "Facebook, Twitter and WhatsApp were blocked during the vote.",
        "Twitter was blocked for six hours.",
        "The band follows nobody on Instagram.",
        "Tags were attached to 40 turtles.",
        "Topics ranged from tax to tides.",
        "Email was invented twice.",
        "Print sales fell by a tenth.",
        "Like us, the neighbours had no water for a week.",
        "Find us a home, the refugees asked.",
        "Have you ever seen such rain? Share your umbrella.",
        "Print this on your heart, the poem says.",
        "Copy the answers and fail: that is the rule.",
        "Pin the tail on the donkey was played until midnight.",
        "Expand the port and jobs will follow, the union claims.",
        "The minister's Twitter account was deleted.",
    ],
    "advertisements": [
        "Advertisement spending fell by 3 percent last year.",
        "Advertisements for gambling will be banned before 9 p.m.",
        "The advertisement was withdrawn after complaints.",
        "Sponsored by the king, the fleet sailed.",
    ],
    "support and membership": [
        "Join the army or pay a fine: that was the choice.",
        "Support for independent journalism has fallen, a survey found.",
        "Support the wall, engineers warned, or it will fall.",
        "Donate blood, the ministry urged.",
        "Donations to the museum fell by half.",
        "Your support means everything, she told the crowd.",
        "We depend on the river, said the fisherman.",
        "Join us or fight us, the general told the villages.",
        "Help us, the villagers wrote on the roof.",
        "Join in the singing and you are a friend for life.",
        "Support us or leave us alone, the miners sang.",
        "Donate to the museum and your name goes on a brick.",
        "Your vote helps us all, the mayor told pupils.",
    ],
    "contact": [
        "Contact with the ship was lost at dawn.",
        "Contact lenses are to blame, doctors say.",
        "Have you seen this man? Police put up posters in every village.",
        "Phone: dead. Lights: out.",
        "If you see smoke, call the fire brigade, the notice read.",
        "Send your letter to Santa before Friday, the post office advises.",
        "Tell us the truth, chanted the crowd.",
    ],
    "credits and agencies": [
        "The company denied the report (Reuters).",
        "He sued Getty Images in a London court.",
        "She spent a decade at Reuters.",
        "Credit card debt rose to a record.",
        "Credit: that is what small farms lack.",
        "Source code for the ballot machines was published.",
        "Sources close to the minister said she would resign.",
        "Courtesy of a mild winter, gas stores were full.",
        "Reporting by the weekly led to his arrest.",
        "Editing genes in embryos is banned in 70 countries.",
        "Sources: two guards and a cook.",
        "The photographer, who works for Getty Images, was released.",
        "Reuters first reported the talks on Monday.",
        "The Associated Press could not confirm the account.",
        "Officials told AFP that the bridge was safe.",
    ],
    "names after by": [
        "By Monday the river had fallen by a metre.",
        "By Jove, the old man said, and laughed.",
        "By the time help came, the house was gone.",
        "By Friday, Ann Lee had left the country.",
        "By George Street the water was waist-deep.",
        "By winning the seat, Ann Lee became the first nurse in parliament.",
        "By all accounts, the harvest was poor.",
        "By law, schools must report every case.",
        "By Hook or by Crook, the play says it will be.",
    ],
    "a note on the text": [
        "This story was told to every child in the valley.",
        "This article of the constitution was amended in 1971.",
        "This post was held by four men in two years.",
        "This report was written by two engineers from the ministry.",
        "Corrections officers walked out on Tuesday.",
        "Downloads of the app passed a million in June.",
        "Download speeds rose in rural areas.",
        "The app was pulled from the App Store last month.",
        "Comments from the mayor drew anger.",
        "Comments were closed after a flood of abuse.",
        "Correction — the market kind — came in May.",
        "Disclaimer notices were posted on every door.",
        "Disclosure rules changed in May.",
        "This report was produced by two engineers from the ministry.",
        "This report has been updated every year since 1990.",
        "This version was amended by the Senate in May.",
        "This text was translated by monks in the ninth century.",
        "This story is part of a pattern, lawyers argue.",
        "This report appeared in 1962 and was soon forgotten.",
        "Check back in a year, doctors advise.",
        "Developing story ideas is her job.",
        "Reader-funded libraries opened in four towns.",
        "The app store removed the game on Friday.",
        "Editors of four papers were arrested.",
    ],
    "days and places": [
        "London, where the talks began, was quiet on Thursday.",
        "The plan was published on 3 July 2025 and updated a week later.",
        "Updated rules on fishing take effect on Monday.",
        "Published in 1922, the novel was banned for a decade.",
        "Two hours ago the ferry was still afloat.",
        "In 2019 the dam was repaired.",
        "The committee published its findings on 3 July 2025.",
        "Posted to the front in 1916, he never came home.",
        "Edited highlights will be shown on Sunday.",
        "July 3, 2025, was the hottest day on record.",
    ],
    "words of a site": [
        "The union wants a new contract (the old one ended in June).",
        "Terms of the deal were not disclosed.",
        "Privacy policy became the main issue of the campaign.",
        "Views on the dam differ from valley to valley.",
        "The views expressed in the letter shocked the village.",
        "Home prices rose for a third month.",
        "Search teams found the hut empty.",
        "Menu prices rose by a tenth.",
        "File photographs of the suspect were released.",
        "Ann Lee is a reporter who was jailed in 2019, and her trial begins on Monday.",
        "Ends justify means, he liked to say.",
        "“We will rebuild,” she said.",
        "“Never again”",
        "The end of the season brought relief.",
        "One sign read: Keep out.",
        "It was over.",
        "Why?",
        "No.",
        "Nobody came.",
        "Length: 40 metres. Width: 12.",
        "Left: three children and a mortgage.",
        "Accessibility was not considered when the station was built.",
        "Careers end early in this sport.",
        "Submit or leave, the order went.",
        "Cancel the feast, the queen commanded.",
    ],
}

HEAD_ONLY = {"by ann lee": "byline", "Ann Lee, Health Editor": "byline", "3 July 2025": "dateline"}
END_ONLY = {
    "Ann Lee is a reporter for The Courier. She lives in Lisbon.": "boilerplate",
    "Bo Chan covers rivers and is a columnist at the Weekly Post.": "boilerplate",
}


@pytest.fixture(scope="module")
def stood():
    """The passages of every line above, standing under a headline, inside a story, and at its end."""
    lines = [line for lines in (*RESIDUE.values(), *STORY.values()) for line in lines]
    articles = table(*(text for line in lines for text in standing(line)))
    passages = clean.passages(articles).query("role != 'blank'")
    apart = [rows for _, rows in passages.groupby(passages["article"].str[1:].astype(int))]
    return {line: apart[3 * nth : 3 * nth + 3] for nth, line in enumerate(lines)}


@pytest.mark.parametrize(
    ("role", "rule", "line"),
    [
        pytest.param(role, rule, line, id=f"{rule}: {line}")
        for (role, rule), lines in RESIDUE.items()
        for line in lines
    ],
)
def test_a_line_that_is_no_part_of_the_story(role, rule, line, stood):
    for passages in stood[line]:
        around = passages[~passages["role"].isin(["headline", "body"])]
        assert list(zip(around["role"], around["reason"], around["text"], strict=True)) == [
            (role, rule, line)
        ]


@pytest.mark.parametrize(("line", "role"), HEAD_ONLY.items())
def test_a_line_told_by_its_place_under_the_headline(line, role):
    assert roles("\n\n".join([HEADLINE, line, *BODY])) == ["headline", role, *["body"] * 4]


@pytest.mark.parametrize(("line", "role"), END_ONLY.items())
def test_a_line_told_by_its_place_at_the_end(line, role):
    assert roles("\n\n".join([HEADLINE, *BODY, line])) == ["headline", *["body"] * 4, role]
    assert roles("\n\n".join([HEADLINE, line, *BODY, *BODY])) == ["headline", *["body"] * 9]


@pytest.mark.parametrize(
    "line",
    [pytest.param(line, id=f"{topic}: {line}") for topic, lines in STORY.items() for line in lines],
)
def test_a_sentence_of_the_story_stays_in_it(line, stood):
    for passages, text in zip(stood[line], standing(line), strict=True):
        assert passages["text"].tolist() == text.split("\n\n")
        assert passages["role"].tolist() == ["headline", *["body"] * 5]


def test_every_rule_has_a_line_that_it_tells():
    tested = {name for _, name in RESIDUE} | {"name and job", "caption label alone"}
    assert {rule.name for rule in RULES} <= tested


# --- headline, subheading, byline, dateline ------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([HEADLINE, *BODY], ["headline", *["body"] * 4], id="first short line"),
        pytest.param(BODY, ["body"] * 4, id="no headline at all"),
        pytest.param([HEADLINE.lower(), *(text.lower() for text in BODY)], ["headline", *["body"] * 4], id="all in small letters"),
        pytest.param(["Who will pay for the dam?", *BODY], ["headline", *["body"] * 4], id="a question"),
        pytest.param(["‘Nobody will pay’", *BODY], ["headline", *["body"] * 4], id="a quotation"),
        pytest.param(["The River Rises Over Its Banks Again.", *BODY], ["headline", *["body"] * 4], id="a title with a stop"),
        pytest.param(["River rises.", "By Ann Lee", *BODY], ["headline", "byline", *["body"] * 4], id="a stop, and a byline under it"),
        pytest.param(["It rained.", *BODY], ["body"] * 5, id="a short first sentence"),
        pytest.param(["Science", HEADLINE, *BODY], ["boilerplate", "headline", *["body"] * 4], id="the name of a section above it"),
        pytest.param(["Advertisement", HEADLINE, *BODY], ["boilerplate", "headline", *["body"] * 4], id="an advertisement above it"),
        pytest.param([HEADLINE, HEADLINE, *BODY], ["headline", "boilerplate", *["body"] * 4], id="printed twice"),
        pytest.param([HEADLINE, "Council looks for somebody to pay", *BODY], ["headline", "subheading", *["body"] * 4], id="a second line under it"),
        pytest.param([BODY[0]], ["body"], id="one paragraph alone"),
        pytest.param([HEADLINE], ["body"], id="one short line alone, with no story to head"),
        pytest.param([*BODY[:2], "A dam too old", *BODY[2:]], ["body", "body", "subheading", "body", "body"], id="a short line between paragraphs"),
        pytest.param([*BODY[:2], "Why did the dam fail?", *BODY[2:]], ["body", "body", "subheading", "body", "body"], id="a question between paragraphs"),
        pytest.param([*BODY[:2], "Why?", *BODY[2:]], ["body"] * 5, id="a question of one word is a sentence"),
        pytest.param([*BODY[:2], "“It is over”", *BODY[2:]], ["body"] * 5, id="a quotation between paragraphs"),
        pytest.param([*BODY[:2], "- Two bridges closed", *BODY[2:]], ["body"] * 5, id="an item of a list"),
        pytest.param([*BODY[:2], "What is known:", "Schools closed", *BODY[2:]], ["body"] * 6, id="a line that leads in, and what it leads to"),
        pytest.param([*BODY[:2], "Mill Street", "Harbour Road", "The old bridge", *BODY[2:]], ["body"] * 7, id="three short lines are a list"),
        pytest.param([*BODY, "A dam too old"], ["body"] * 5, id="a short line with nothing under it"),
        pytest.param([*BODY[:2], "3 July 2025", *BODY[2:], *BODY], ["body", "body", "subheading", *["body"] * 6], id="a day inside a story heads a part of it"),
        pytest.param(["QUINN: Who will pay?", *BODY], ["headline", *["body"] * 4], id="a headline with a speaker"),
        pytest.param([*BODY[:2], "QUINN: Who will pay for it?", *BODY[2:]], ["body"] * 5, id="a question of an interview"),
    ],
)  # fmt: skip
def test_headline_and_subheading(texts, expected):
    assert roles("\n\n".join(texts)) == expected


def test_the_headline_known_is_found_wherever_it_stands():
    texts = ["Weather news of the day", HEADLINE.upper(), *BODY]
    assert roles("\n\n".join(texts), headline=HEADLINE)[1:] == ["headline", *["body"] * 4]


def test_the_headline_known_is_cut_from_an_article_on_one_line():
    text = " ".join(["The town’s river rises", *BODY])
    assert cut(text, headline="The town's river rises") == [
        ("headline", "The town’s river rises"),
        ("body", " ".join(BODY)),
    ]
    assert roles(text) == ["body"]


def test_the_byline_known_needs_no_by():
    assert roles("\n\n".join([HEADLINE, "Ann Lee", *BODY]), byline="Ann Lee")[1] == "byline"


@pytest.mark.parametrize("stamp", ["3 July 2025", "Published 3 July 2025", "2 hours ago"])
def test_a_name_beside_the_time_of_publication_is_a_byline(stamp):
    assert roles("\n\n".join([HEADLINE, "Ann Lee in Cairo", stamp, *BODY]))[1:3] == ["byline", "dateline"]


@pytest.mark.parametrize(
    ("head", "opening"),
    [
        pytest.param("LONDON, July 3 (Reuters) -", True, id="place, day and agency"),
        pytest.param("WASHINGTON (AP) —", True, id="place and agency"),
        pytest.param("HARTFORD, Conn. —", True, id="place and region"),
        pytest.param("ALDER, Calif., Oct. 4 (UPI) —", True, id="place, region, day and agency"),
        pytest.param("NEW YORK –", True, id="a place of two words"),
        pytest.param("Mexico City (AFP) –", True, id="a place in small letters with an agency"),
        pytest.param("(Reuters) -", True, id="an agency alone"),
        pytest.param("KYIV, Ukraine (AP) --", False, id="inside a story, with an agency"),
        pytest.param("ISLAMABAD, July 3:", True, id="a colon after a day"),
    ],
)
def test_a_dateline_is_cut_from_the_head_of_a_paragraph(head, opening):
    texts = [f"{head} {BODY[0]}", BODY[1]] if opening else [BODY[1], f"{head} {BODY[0]}"]
    passages = [("dateline", head), ("body", BODY[0])]
    assert cut("\n\n".join([HEADLINE, *texts])) == [
        ("headline", HEADLINE),
        *([*passages, ("body", BODY[1])] if opening else [("body", BODY[1]), *passages]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("NATO — the alliance founded in 1949 — met on Monday.", id="an aside after capitals"),
        pytest.param(
            "EXCLUSIVE — The dam was never tested, a letter shows.", id="capitals that are no place"
        ),
        pytest.param("NASA — After years of delay — launched it.", id="an aside that begins with a capital"),
        pytest.param("SMITH: I never saw the letter.", id="a speaker"),
        pytest.param("The river (AP) — a photograph — hangs here.", id="an agency inside a sentence"),
        pytest.param("London - a city of rivers - was quiet.", id="a place in small letters"),
    ],
)
def test_what_looks_like_a_dateline_is_left(text):
    assert dateline(text, opening=True) == 0


def test_a_place_alone_is_a_dateline_only_where_the_story_opens():
    assert roles("\n\n".join([f"LONDON — {BODY[0]}", f"PARIS — {BODY[1]}"])) == ["dateline", "body", "body"]


# --- what stands beside -------------------------------------------------------------------------


def test_short_lines_under_a_heading_of_links_are_links_until_the_story_goes_on():
    texts = [HEADLINE, BODY[0], "Related stories", "How the dam was built", "Who owns the river?", BODY[1]]
    assert roles("\n\n".join(texts)) == ["headline", "body", "link", "link", "link", "body"]


def test_a_short_line_under_an_image_is_its_caption():
    image = "https://example.org/river.jpg"
    assert roles("\n\n".join([HEADLINE, image, "The river on Tuesday", *BODY]))[:3] == [
        "headline",
        "image",
        "caption",
    ]
    assert roles("\n\n".join([HEADLINE, image, "The river rose.", *BODY]))[:3] == [
        "headline",
        "image",
        "body",
    ]


def test_the_headline_under_an_image_is_no_caption():
    assert roles("\n\n".join(["https://example.org/river.jpg", HEADLINE, *BODY]))[:2] == ["image", "headline"]


def test_a_caption_label_explains_the_line_under_it():
    texts = [HEADLINE, BODY[0], "Image source, Reuters", "Image caption,", "The bridge was closed.", BODY[1]]
    assert roles("\n\n".join(texts)) == ["headline", "body", "credit", "caption", "caption", "body"]


def test_topics_below_what_stands_after_the_story_are_links():
    texts = [HEADLINE, *BODY, "Additional reporting by Bo Chan", "Climate", "River towns"]
    assert roles("\n\n".join(texts))[-3:] == ["credit", "link", "link"]
    assert roles("\n\n".join([HEADLINE, *BODY, "Climate", "River towns"]))[-2:] == ["body", "body"]


@pytest.mark.parametrize("label", ["Opinion | ", "Analysis: ", "VIDEO: "])
def test_a_label_above_all_else_belongs_to_the_headline(label):
    title = f"{label}The dam nobody wanted"
    assert cut("\n\n".join([title, "July 1, 2025", "Ann Lee", *BODY]))[:3] == [
        ("headline", title),
        ("dateline", "July 1, 2025"),
        ("byline", "Ann Lee"),
    ]
    assert roles("\n\n".join([HEADLINE, BODY[0], title, *BODY[1:]]))[2] == "link"


# --- how a text is laid out ----------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"], ids=["LF", "CRLF", "CR", "U+2028"])
@pytest.mark.parametrize("between", [1, 2], ids=["a paragraph a line", "blank lines between"])
def test_line_ends_of_any_kind_part_paragraphs(end, between):
    text = (end * between).join([HEADLINE, "By Ann Lee", *BODY]) + end
    assert cut(text) == [("headline", HEADLINE), ("byline", "By Ann Lee"), *(("body", text) for text in BODY)]


@pytest.mark.parametrize("width", [50, 65, 72, 80])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_wrapped_lines_are_joined(width, end):
    long_headline = f"{HEADLINE} while the council looks for somebody who will pay for it"
    text = "\n\n".join(textwrap.fill(text, width) for text in [long_headline, *BODY]).replace("\n", end)
    assert cut(text) == [("headline", long_headline), *(("body", text) for text in BODY)]
    passages = holds(table(text))
    assert passages["repairs"].sum() == sum(
        len(textwrap.wrap(text, width)) - 1 for text in [long_headline, *BODY]
    )


def test_wrapped_paragraphs_may_be_told_by_their_indent():
    text = "\n".join([HEADLINE, *(textwrap.fill(text, 60, initial_indent="   ") for text in BODY)])
    assert cut(text) == [("headline", HEADLINE), *(("body", text) for text in BODY)]


def test_a_word_broken_at_its_hyphen_is_one_word():
    text = "\n\n".join(
        textwrap.fill(f"{'word ' * 11}long-term plan and a {text.lower()}", 60) for text in BODY
    )
    assert "long-\nterm" in text
    assert cut(text)[0][1].startswith(f"{'word ' * 11}long-term plan")


def test_damage_does_not_hide_the_wrapping():
    quote = "“We don’t know,” the mayor said on Tuesday. “It’s too early to say who’ll pay for the café.”"
    broken = textwrap.fill(quote, 60).encode().decode("cp1252", "ignore")
    text = "\n\n".join([HEADLINE, broken, *(textwrap.fill(text, 60) for text in BODY)])
    assert cut(text) == [("headline", HEADLINE), ("body", quote), *(("body", text) for text in BODY)]


def test_short_lines_are_not_wrapped_lines():
    verse = [
        "O river, wide and brown",
        "that runs below the town",
        "you carry what we drown",
        "and bring it down",
    ]
    assert cut("\n".join(verse) + "\n\n" + BODY[0])[1:] == [
        *(("body", line) for line in verse[1:]),
        ("body", BODY[0]),
    ]


def test_items_of_a_list_are_paragraphs_of_their_own():
    text = "What is known so far of the flood:\n- Two bridges and a school are closed\n- The shelter is open to all"
    assert [text[p.start : p.end] for p in paragraphs(text)] == text.split("\n")


def test_an_article_on_one_line_is_one_paragraph():
    assert cut(" ".join(BODY)) == [("body", " ".join(BODY))]


def test_markdown_is_read_by_what_it_means():
    text = "\n\n".join(
        [f"# {HEADLINE}", "*By Ann Lee*", "![The river](https://example.org/r.png)", BODY[0].replace("Tuesday", "**Tuesday**"),
         "## A dam too old ##", BODY[1].replace("two bridges", "[two bridges](https://example.org/b_c)"), "- One *item*",
         "> “It is over,” she said.", "[Read our guide](https://example.org)", "---", BODY[2].replace("dam", "dam\\*")]
    )  # fmt: skip
    assert cut(text) == [
        ("headline", HEADLINE),
        ("byline", "By Ann Lee"),
        ("image", "![The river](https://example.org/r.png)"),
        ("body", BODY[0]),
        ("subheading", "A dam too old"),
        ("body", BODY[1]),
        ("body", "- One item"),
        ("body", "“It is over,” she said."),
        ("link", "[Read our guide](https://example.org)"),
        ("boilerplate", "---"),
        ("body", BODY[2].replace("dam", "dam*")),
    ]
    assert holds(table(text))["repairs"].sum() == 2 + 2 + 2 + 2 + 1


def test_underlined_headings_are_headings():
    text = f"{HEADLINE}\n=====\n\n{BODY[0]}\n\nA dam too old\n---\n\n{BODY[1]} See [a map](https://example.org/m)."
    assert [row for row in cut(text) if row[0] != "boilerplate"] == [
        ("headline", HEADLINE),
        ("body", BODY[0]),
        ("subheading", "A dam too old"),
        ("body", f"{BODY[1]} See a map."),
    ]


def test_tags_left_in_a_text_are_taken_out():
    text = f"<b>{HEADLINE}</b>\n\nThe river <a href='/r'>rose</a> by 2 < 3 metres.<br/>It fell.\n\n{BODY[0]}"
    assert cut(text) == [
        ("headline", HEADLINE),
        ("body", "The river rose by 2 < 3 metres. It fell."),
        ("body", BODY[0]),
    ]
    assert holds(table(text))["repairs"].sum() == 2 + 3


def test_a_text_about_tags_keeps_them():
    text = f"{HEADLINE}\n\nIn HTML, <b>over</b> is bold.\n\n{BODY[0]}"
    assert cut(text)[1] == ("body", "In HTML, <b>over</b> is bold.")


def test_marks_are_kept_where_nothing_else_is_markdown():
    text = f"{HEADLINE}\n\nShe wrote *never* and __init__ and 2 * 3 * 4.\n\n{BODY[0]}"
    assert cut(text)[1] == ("body", "She wrote *never* and __init__ and 2 * 3 * 4.")


def test_what_shows_nothing_is_blank():
    text = f"\ufeff\n \u200b\t\n{HEADLINE}\n\n\xa0\n{BODY[0]}\n\u200b"
    passages = holds(table(text))
    assert passages["role"].tolist() == ["blank", "headline", "blank", "body", "blank"]
    assert passages["repairs"].sum() == 0


def test_what_is_lost_is_counted():
    passages = holds(table(f"{HEADLINE}\n\nThe caf\ufffd was shut; the \ufffd was not.\n\n{BODY[0]}"))
    assert passages["lost"].tolist() == [0, 0, 2, 0, 0]


# --- articles ------------------------------------------------------------------------------------


def test_headline_and_byline_are_filled_where_they_were_unknown():
    articles = table(
        f"{HEADLINE}\n\nBy Ann Lee and Bo Chan\n\n{BODY[0]}",
        f"Another title\n\nBYLINE: Cem Demir\n\n{BODY[0]}",
        BODY[0],
    )
    articles.loc[1, "headline"] = "The title known"
    before = articles.copy()
    filled = clean.articles(articles, clean.passages(articles))
    assert filled["headline"].fillna("").tolist() == [HEADLINE, "The title known", ""]
    assert filled["byline"].fillna("").tolist() == ["Ann Lee and Bo Chan", "Cem Demir", ""]
    others = [name for name in ARTICLES.columns if name not in ("headline", "byline")]
    pd.testing.assert_frame_equal(filled[others], articles[others])
    pd.testing.assert_frame_equal(articles, before)


def test_passages_of_other_articles_are_refused():
    articles = table(BODY[0], BODY[1])
    with pytest.raises(clean.CleanError) as error:
        clean.articles(articles.head(1), clean.passages(articles))
    assert str(error.value) == (
        "1 passages are of articles not given, the first of article a1. "
        "Give the articles that the passages were cut from."
    )


def test_articles_left_out_of_measuring_are_cut_as_well():
    assert len(clean.passages(table(BODY[0], left_out="language is German (de)"))) == 1


def test_no_articles_have_no_passages():
    assert clean.passages(ARTICLES.frame()).columns[:3].tolist() == ["article", "passage", "role"]


def test_the_seed():
    articles = table(SEED.read_bytes().decode())
    passages = holds(articles)
    shown = passages[passages["role"] != "blank"]
    assert shown["role"].value_counts().to_dict() == {"body": 18, "image": 2, "headline": 1, "caption": 1}
    assert passages["repairs"].sum() == 14
    assert shown.loc[shown["role"] == "image", "reason"].tolist() == ["image address", "image placeholder"]
    headline = clean.articles(articles, passages)["headline"].tolist()
    assert headline == ["Trump and Putin speak after Pentagon stops Ukraine missile shipments"]


# --- what always holds ---------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["â€", "œ", "ā€", " ", "\n", "\r\n", "\x85", "\u2028", "&amp;", "&#10;", "#", "# ", "*", "**", "_", "> ", "\\",
     "[a](http://x.y)", "![b](c.png)", "“", "Ã", "©", "\xa0", "\ufffd", "By Ann Lee", "Read more: x", "\u200b", "\u202e",
     "WASHINGTON (AP) — ", "The river rose.", "\ufeff", "\xad", "a", "-", "=", "---", "(Getty Images)", "\x1b[31m",
     "<b>", "</b>", "<br>"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
    st.lists(
        st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]), max_size=4)),
        min_size=1,
        max_size=25,
    )
    .map("".join)
    .filter(bool),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_passages_tile_any_text_and_can_be_traced(text):
    holds(table(text))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_articles_in_another_order_or_one_at_a_time_give_the_same_passages(texts, random):
    articles = table(*texts)
    together = clean.passages(articles)
    order = list(range(len(texts)))
    random.shuffle(order)
    shuffled = clean.passages(articles.iloc[order].reset_index(drop=True))
    alone = pd.concat(
        [clean.passages(articles.iloc[[nth]].reset_index(drop=True)) for nth in range(len(texts))]
    )
    for other in (shuffled, alone):
        pd.testing.assert_frame_equal(
            together, other.sort_values(["article", "passage"], ignore_index=True), check_dtype=False
        )


def test_passages_written_and_read_are_the_same(tmp_path):
    passages = clean.passages(table(SEED.read_bytes().decode(), f"{HEADLINE}\n\n{BODY[0]}"))
    for path in write(passages, PASSAGES, tmp_path):
        pd.testing.assert_frame_equal(passages, read(PASSAGES, path))


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(piece, id=repr(piece))
        for piece in ("A", "a ", "[", "(", "*", "**a ", "_a ", "By Ann Lee and ", "http://a.b/", "WASHINGTON, ", "(AP Photo/",
                      "#a ", "> ", "| a ", "a\n", "share on ", "“a” ", "July 3, ")
    ],
)  # fmt: skip
def test_long_lines_of_anything_take_seconds(piece):
    for length in (1_900, 100_000):
        text = f"{HEADLINE}\n\n{piece * (length // len(piece))}!\n\n{BODY[0]}"
        before = time.perf_counter()
        clean.passages(table(text))
        assert time.perf_counter() - before < 10


def test_a_line_keeps_what_the_rules_ask_of_it():
    line = Line.of("** Read more: She said so. **")
    assert (line.bare, line.words, line.statement, line.spoken) == ("Read more: She said so", 5, True, True)
    assert not Line.of("He works for the U.S.").statement


@pytest.mark.skipif(not (GOLD / "polnear").exists(), reason="the published articles are not on this machine")
def test_nearly_all_of_published_articles_is_their_story():
    files = sorted((GOLD / "polnear" / "data").glob("*/text/*.txt"))[::12]
    passages = holds(table(*(file.read_bytes().decode() for file in files)))
    characters = passages["text"].str.len().groupby(passages["role"]).sum()
    assert (
        characters[["body", "headline", "subheading", "dateline"]].sum()
        > 0.97 * characters.drop("blank").sum()
    )
    assert passages.groupby("article")["role"].agg(lambda roles: (roles == "headline").sum()).max() == 1
