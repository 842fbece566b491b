#!/usr/bin/env python3
"""Writes quick_look.csv: made-up measurements of the carbon dioxide that soil gives off, at twelve
places, on scattered days of two years, at the temperature of the hour. Invented from the formula
below with noise of ten percent; a few values are missing.

    make_quick_look.py > quick_look.csv
"""

import datetime
import math
import random

PLACES = 12
ROWS = 480
FIRST_DAY = datetime.date(2021, 1, 1)


def flux(temperature, day, latitude, longitude):
    """Grows with temperature up to an optimum, with moisture in winter, and from place to place."""
    response = math.exp(-((temperature - 22) / 14) ** 2)
    moisture = 1 + 0.5 * math.cos(2 * math.pi * (day - 30) / 365.25)
    soil = math.exp(0.3 * math.sin(1.5 * latitude) + 0.1 * (longitude - 10))
    return 6 * response * moisture * soil + 0.4


def main():
    generator = random.Random(1)
    places = [(round(generator.uniform(47, 51), 2), round(generator.uniform(7, 13), 2))
              for _ in range(PLACES)]
    days = sorted(generator.sample(range(730), 90))
    print("date,lat,lon,temp_degC,flux")
    for _ in range(ROWS):
        latitude, longitude = generator.choice(places)
        day = generator.choice(days)
        season = 10 - 10 * math.cos(2 * math.pi * (day - 15) / 365.25)
        temperature = round(season + generator.gauss(0, 4), 0)
        value = flux(temperature, day, latitude, longitude) * math.exp(generator.gauss(0, 0.1))
        cell = "NA" if generator.random() < 0.01 else f"{value:.3f}"
        date = FIRST_DAY + datetime.timedelta(days=day)
        print(f"{date},{latitude},{longitude},{temperature:.0f},{cell}")


if __name__ == "__main__":
    main()
