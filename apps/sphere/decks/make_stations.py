#!/usr/bin/env python3
"""Writes stations.csv and tracer.csv: imagined stations on the globe.

stations: a warm equator, a rough climate and weather of a few days, at 160 stations, 10 days.
tracer: a tracer that is carried eastward by solid rotation and diffuses, forced at random, seen by
        40 stations at irregular times.
"""
import numpy as np


def legendre_covariance(variances, cosines):
    """sum_l (2 l + 1) / (4 pi) C_l P_l"""
    before, now = np.ones_like(cosines), cosines.copy()
    total = variances[0] / (4 * np.pi) * before
    for l in range(1, len(variances)):
        total += (2 * l + 1) / (4 * np.pi) * variances[l] * now
        before, now = now, ((2 * l + 1) * cosines * now - l * before) / (l + 1)
    return total


def matern(smoothness, length, deviation, degree):
    l = np.arange(degree + 1)
    c = (2 * smoothness / length**2 + l * (l + 1)) ** -(smoothness + 1)
    return deviation**2 * c / np.sum((2 * l + 1) * c / (4 * np.pi))


def directions(latitude, longitude):
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]


def places(rng, count):
    latitude = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    return latitude.round(2), rng.uniform(-180, 180, count).round(2)


def draw(rng, covariance):
    values, vectors = np.linalg.eigh(covariance)
    return vectors @ (np.sqrt(np.maximum(values, 0)) * rng.standard_normal(len(values)))


def stations(rng):
    latitude, longitude = places(rng, 160)
    x = directions(latitude, longitude)
    cosines = np.clip(x @ x.T, -1, 1)
    climate = 300 - 50 * x[:, 2] ** 2 + draw(rng, legendre_covariance(matern(2, 0.4, 5, 31), cosines))
    factor = legendre_covariance(matern(1.5, 0.5, 3, 31), cosines)
    weather = draw(rng, factor)
    with open("stations.csv", "w") as file:
        file.write("station,latitude,longitude,day,temperature\n")
        for day in np.arange(0, 10.01, 0.5):
            for k in range(160):
                if rng.uniform() < 0.6 and (k % 3 or day < 6):
                    value = climate[k] + weather[k] + 0.5 * rng.standard_normal()
                    file.write(f"{k},{latitude[k]},{longitude[k]},{day},{value:.2f}\n")
            keep = np.exp(-0.5 / 3)
            weather = keep * weather + np.sqrt(1 - keep**2) * draw(rng, factor)


def tracer(rng, degree=15, diffusivity=0.02, damping=0.05, rotation=0.5):
    latitude, longitude = places(rng, 40)
    times = np.cumsum(rng.uniform(0.1, 0.7, 30)).round(3)
    x = directions(latitude, longitude)
    seen = [(k, t) for t in times for k in range(40) if rng.uniform() < 0.5]
    station = np.array([k for k, _ in seen])
    t = np.array([time for _, time in seen])
    c = matern(1.5, 0.5, 1, degree)
    lag = t[None, :] - t[:, None]
    turn = rotation * lag
    a, b = x[station][:, None, :], x[station][None, :, :]
    carried = np.cos(turn) * (a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1])
    carried += np.sin(turn) * (a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
    cosines = np.clip(carried + a[..., 2] * b[..., 2], -1, 1)
    covariance = np.zeros_like(cosines)
    for l in range(degree + 1):
        part = np.zeros(degree + 1)
        part[l] = c[l]
        rate = diffusivity * l * (l + 1) + damping
        covariance += np.exp(-rate * np.abs(lag)) * legendre_covariance(part, cosines)
    values = draw(rng, covariance) + 0.1 * rng.standard_normal(len(t))
    with open("tracer.csv", "w") as file:
        file.write("latitude,longitude,t,tracer\n")
        for k, time, value in zip(station, t, values):
            file.write(f"{latitude[k]},{longitude[k]},{time},{value:.4f}\n")


stations(np.random.default_rng(1))
tracer(np.random.default_rng(2))
