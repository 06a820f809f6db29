"""A whole plan as somebody types it, page by page, with nothing wrong on 15 December 2025."""

HELP = "We write a resume and send job leads every week."
CONTACTS = {
    "provider_address": "1 Main Street, Springfield, IL 62701",
    "provider_telephone": "555-0100",
    "provider_email": "help@en.example",
    "model": "BM-1",
    "holder_name": "Ana Ruiz",
    "holder_address": "2 Oak Street, Springfield, IL 62701",
    "holder_telephone": "555-0111",
    "preferred": "telephone",
    "has_alternate": "no",
    "no_alternate_reason": "Has nobody close by",
}
DISCUSSION = {
    "held_on": "12/01/2025",
    "modalities": ["telephone"],
    "where": "here",
    "why_attainable": "She has worked in shops and learns fast.",
    "how_services_help": "Job leads and coaching lead to steady hours.",
}
HISTORY = {
    "covers_from": "12/01/2024",
    "jobs-TOTAL_FORMS": "1",
    "jobs-INITIAL_FORMS": "0",
    "jobs-0-employer": "Corner Shop",
    "jobs-0-title": "Clerk",
    "jobs-0-from_on": "12/01/2024",
    "jobs-0-until": "03/01/2025",
    "jobs-0-hours": "20",
    "jobs-0-monthly": "900.00",
    "jobs-0-source": "memory",
}
GOALS = {
    "short-says": "Work part time as a clerk",
    "short-job": "Clerk",
    "short-hours": "20",
    "short-full_time": "part-time",
    "short-monthly": "1,200.00",
    "short-target_on": "06/15/2026",
    "short-has_training": "no",
    "long-says": "Lead a shop full time",
    "long-job": "Shop manager",
    "long-hours": "40",
    "long-full_time": "full-time",
    "long-monthly": "2,600.00",
    "long-target_on": "12/15/2029",
    "long-has_training": "no",
}
SERVICES = {"kinds": ["job-search"]}
DESCRIBE = {
    f"{kind}-{name}": value
    for kind in ("job-search", "follow-up-initial", "follow-up-ongoing")
    for name, value in (("specific", HELP), ("when", "now"))
}
TERMS = {"explained": [str(number) for number in range(1, 16)]}
STATEMENT = {"statement": "I take part because I want to. My plan is to lead a shop."}
PAGES = {
    "contacts": CONTACTS,
    "discussion": DISCUSSION,
    "work-history": HISTORY,
    "goals": GOALS,
    "services": SERVICES,
    "describe": DESCRIBE,
    "terms": TERMS,
    "statement": STATEMENT,
}


def answers(**other: dict[str, object]) -> dict[str, dict[str, list[str]]]:
    """The same as a draft keeps them."""
    return {
        slug: {name: value if isinstance(value, list) else [str(value)] for name, value in {**page}.items()}
        for slug, page in {**PAGES, **other}.items()
    }
