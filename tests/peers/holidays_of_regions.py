"""Prints the public holidays of every region from 2020 to 2040 as JSON: for each region the days
that everybody has and those that only parts of it or some of its people have."""

import json

import holidays

YEARS = range(2020, 2041)


def days(country, subdivision, category, without=""):
    found = holidays.country_holidays(
        country, subdiv=subdivision, years=YEARS, categories=(category,), language="de"
    )
    return {day.isoformat() for day, name in found.items() if not without or without not in name}


def region(country, subdivision):
    supported = holidays.country_holidays(country).supported_categories
    everybody = days(country, subdivision, "public")
    some = set()
    for category in ("catholic", "bank", "optional"):
        if category in supported:
            some |= days(country, subdivision, category)
    if (country, subdivision) == ("DE", "BY"):
        some |= days("DE", "Augsburg", "public")
    if (country, subdivision) == ("CH", "SO"):
        some |= days("CH", "SO", "half_day")
    if (country, subdivision) == ("CH", "ZH"):
        # The Federal Day of Thanksgiving is a Sunday and no day off of its own.
        some |= days("CH", "ZH", "de_facto", without="Bettag")
    return {"everybody": sorted(everybody), "some": sorted(some - everybody)}


SKIPPED = {"Augsburg", "Stadt Zurich"}
print(
    json.dumps(
        {
            f"{country}-{subdivision}": region(country, subdivision)
            for country in ("DE", "AT", "CH")
            for subdivision in holidays.country_holidays(country).subdivisions
            if subdivision not in SKIPPED
        }
    )
)
