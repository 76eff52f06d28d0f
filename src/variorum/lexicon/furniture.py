"""Words that outlets put around their articles.

Source: compiled for this project from common usage of news sites in English. Licence: Apache-2.0, as the project.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A line that is one of these, or begins with one and a colon, bar, dash or arrow, leads away from the article.
LINK_PHRASES = (
    "also read",
    "also see",
    "continue reading",
    "don't miss",
    "editor's choice",
    "editor's pick",
    "editor's picks",
    "editors' picks",
    "further reading",
    "go deeper",
    "in case you missed it",
    "in other news",
    "keep reading",
    "latest news",
    "latest stories",
    "latest headlines",
    "learn more",
    "more from",
    "more headlines",
    "more news",
    "more on this",
    "more on this story",
    "more on this topic",
    "more stories",
    "more to read",
    "most popular",
    "most read",
    "most viewed",
    "must read",
    "next article",
    "next story",
    "from the same author",
    "in the same section",
    "in this section",
    "also in this section",
    "on the same subject",
    "on the same topic",
    "on this subject",
    "on this topic",
    "other news",
    "other stories",
    "popular now",
    "previous article",
    "previous story",
    "read also",
    "read further",
    "read it here",
    "read more",
    "read next",
    "read on",
    "read the full story",
    "read the full article",
    "read this",
    "recommended",
    "recommended for you",
    "recommended reading",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related headlines",
    "related links",
    "related news",
    "related posts",
    "related reading",
    "related stories",
    "related story",
    "related topics",
    "see also",
    "see more",
    "similar articles",
    "similar news",
    "suggested reading",
    "top headlines",
    "top news",
    "to read also",
    "to read next",
    "top stories",
    "trending",
    "trending now",
    "up next",
    "what to read next",
    "you may also like",
    "you might also like",
    "you may be interested in",
    "you might be interested in",
)

# A line that is one of these says something about the page.
NOTICES = (
    "ad",
    "ads by google",
    "advertisement",
    "advertising",
    "article continues below",
    "article continues below advertisement",
    "article continues after advertisement",
    "back to top",
    "click to comment",
    "comments",
    "comments are closed",
    "close",
    "copy link",
    "download pdf",
    "email this article",
    "get the newsletter",
    "home",
    "leave a comment",
    "leave a reply",
    "listen to this article",
    "load more",
    "loading",
    "log in",
    "menu",
    "newsletter",
    "no comments",
    "play video",
    "post a comment",
    "print this article",
    "promoted",
    "report an error",
    "report this article",
    "reprints",
    "save for later",
    "scroll to continue",
    "share this",
    "share this article",
    "share this post",
    "share this story",
    "show comments",
    "sign in",
    "sign up",
    "skip to content",
    "skip to main content",
    "sponsored",
    "sponsored content",
    "story continues",
    "story continues below",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "view comments",
    "view gallery",
    "watch live",
)

# What a line that begins with one of these and a colon is about: the page, not the affair.
LABELS = (
    "attached files",
    "attachments",
    "categories",
    "category",
    "code",
    "copyright",
    "filed under",
    "font size",
    "id",
    "image",
    "image credit",
    "image source",
    "in this article",
    "in this story",
    "keywords",
    "media contact",
    "news code",
    "news id",
    "newsletter",
    "newsletters",
    "our standards",
    "photo",
    "photo by",
    "photo credit",
    "photos",
    "picture",
    "posted in",
    "read time",
    "reading time",
    "section",
    "short link",
    "short url",
    "story id",
    "tag",
    "tags",
    "text size",
    "topics",
    "translator",
    "views",
    "word count",
)

# An invitation: one of the verbs at the start, one of the channels further on.
INVITES = (
    "add",
    "become",
    "check out",
    "click",
    "connect with",
    "don't miss",
    "download",
    "find us",
    "follow",
    "for more",
    "get",
    "install",
    "join",
    "like",
    "listen to",
    "never miss",
    "receive",
    "register",
    "send us",
    "share",
    "sign up",
    "stay",
    "subscribe",
    "support",
    "tap",
    "tune in",
    "turn on",
    "visit",
    "want to",
)
CHANNELS = (
    "alerts",
    "android",
    "app",
    "apps",
    "briefing",
    "bulletin",
    "channel",
    "channels",
    "e-mail",
    "email",
    "facebook",
    "feed",
    "google news",
    "google play",
    "group",
    "here",
    "inbox",
    "instagram",
    "linkedin",
    "newsletter",
    "newsletters",
    "notifications",
    "our journalism",
    "our website",
    "pinterest",
    "podcast",
    "rss",
    "subscriber",
    "subscription",
    "telegram",
    "threads",
    "tiktok",
    "twitter",
    "updates",
    "whatsapp",
    "youtube",
)

# A line of these words alone is a share bar.
SHARE_WORDS = _set(
    "bluesky bookmark comment comments copy email e-mail facebook flipboard instagram like link linkedin mail "
    "messenger more on out of our page pin pinterest post print reddit save share shares skype sms telegram this "
    "threads tumblr tweet tweets twitter us via viber vk whatsapp with x follow by and 0 a"
)

# Anywhere in a short line, these say that it is about the page.
PAGE_PHRASES = (
    "accept all cookies",
    "accept cookies",
    "all rights reserved",
    "cookie policy",
    "cookies to",
    "uses cookies",
    "use cookies",
    "use of cookies",
    "may earn a commission",
    "may not be published, broadcast",
    "breach of licence",
    "breach of license",
    "not responsible for the content",
    "reproduction forbidden",
    "reproduction is forbidden",
    "reproduction is prohibited",
    "reproduction prohibited",
    "third-party materials",
    "without prior permission",
    "without prior written permission",
    "without written permission",
    "privacy policy",
    "terms of service",
    "terms of use",
    "unsubscribe at any time",
    "your browser does not support",
    "enable javascript",
)

# At the end of an article: words of those who make a page and of those who read it.
PAGE_TERMS = _set(
    "advertise advertisement advertisements archive archives article articles author author's authors authors' "
    "bureau classifieds columnist comment comments contributor cookies copyright correspondent crossword edition "
    "editions editor editorial editors editor's feed gallery headlines horoscope inbox issue issues journalism "
    "log login masthead membership newsletter newsletters newspaper newsdesk newsroom obituaries page pages "
    "paywall pdf photo photos picture pictures podcast podcasts print publisher publishers read reader readers "
    "rss section series site sitemap sponsor stories story subscriber subscribers subscription subscriptions "
    "supplement tag tags text translator video videos viewers views weather webcast website"
)
OWN = (
    r"our (?:app|apps|archive|channel|coverage|daily|feed|journalism|journalists|members|newsletter|newsroom|pages"
    r"|readers|reporters|reporting|services?|site|standards|stories|subscribers|supporters|website|weekly)",
    r"support us",
    r"(?:disclosure|disclaimer):",
    r"the (?:author|writer)s? (?:holds?|owns?|has|have) (?:no|shares|stock|a )",
    r"(?:the )?(?:views?|opinions?)(?: and opinions)? expressed",
    r"this (?:article|story|piece|post) (?:was|is|has been|first|originally|appeared)",
    r"the (?:author|writer)s?(?:['’]s?)? (?:is|are|own|was|writes|edits)",
    r"(?:author|writer)s?['’]s? own",
    r"(?:is|are) published by",
    r"all news",
    r"tip us off",
)
# What a page asks of its readers, at the start of a sentence.
ASKS = (
    "back to",
    "become a (?:member|supporter|subscriber)",
    "click",
    "donate",
    "download (?:the|our)",
    "follow (?:us|our|the)",
    "have your say",
    "join (?:us|our|the (?:conversation|discussion))",
    "leave (?:a|your)",
    "log in",
    "register",
    "sign (?:in|up)",
    "subscribe",
    "support (?:us|our|independent)",
    "tell us",
    "tip us",
    "what do you think",
    "write to us",
)

# Words that may stand beside a date in the line under a title.
DATE_LABELS = _set(
    "a am at by created date dated date/time edited first from hours hrs issued last modified news on originally "
    "p pm posted print printed published release released report reported revised story submitted time uhr updated "
    "update was"
)
ZONES = _set(
    "bst cdt cest cet cst eat edt eest eet est et gmt gst hkt ist jst kst local mdt msk mst pdt pst pt sast sgt uk "
    "utc us wat wib"
)
UPDATED = ("updated", "update", "modified", "edited", "revised")

# Agencies and desks that stand in a byline instead of a name.
DESKS = (
    "agencies",
    "associated press",
    "correspondent",
    "editorial board",
    "news desk",
    "newsroom",
    "our correspondent",
    "reporter",
    "staff",
    "staff reporter",
    "staff writer",
    "staff writers",
    "web desk",
    "wire reports",
    "wire services",
)
AGENCIES = (
    "AAP",
    "AFP",
    "Agence France-Presse",
    "ANI",
    "Anadolu",
    "Anadolu Agency",
    "AP",
    "Associated Press",
    "Bloomberg",
    "CP",
    "dpa",
    "DPA",
    "EFE",
    "IANS",
    "IRNA",
    "ISNA",
    "ITAR-TASS",
    "Kyodo",
    "PA",
    "PA Media",
    "Press Association",
    "PTI",
    "Reuters",
    "RIA Novosti",
    "TASS",
    "The Associated Press",
    "The Canadian Press",
    "UPI",
    "Xinhua",
    "Yonhap",
)

MONTHS = {
    form: number
    for number, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june", "july", "august"),
            *("september", "october", "november", "december"),
        ),
        1,
    )
    for form in (name, name[:3], name[:4] if name == "september" else name)
}
WEEKDAYS = _set(
    "monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs friday fri saturday sat sunday sun"
)

# Verbs whose past tense marks a sentence that reports, where a headline would use the present.
REPORTING = _set(
    "said told announced stated reported added warned claimed confirmed denied according declared accused urged "
    "called agreed signed met"
)
