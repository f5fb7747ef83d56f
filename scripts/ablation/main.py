"""What multi-task learning and each choice of the base model are worth: an ablation on a fixed fifth of its data.

python scripts/ablation/main.py [--data data] [--experiment experiments/base/EXPERIMENT.json] [--only ROW ...]
    [--seeds 3] [--table] [--write docs/ablation.md] [--check]

Trains the rows of choices.py, on the texts whose hash falls into one of five folds, and evaluates on validation files.
No test file is read. Runs are kept in data/ablation/runs.jsonl: what is there is not run again. Further seeds are run
where a row is near to all tasks together. --table only prints what is there; --check tests the pure parts.
"""

import argparse
import doctest
import importlib
import json
import re
import resource
import statistics
import time
from pathlib import Path

import torch
from choices import ALONE, rows
from data import Data
from training import Run

#: Points of the mean from which on a difference needs no further seeds.
PLAIN = 3
#: Held-out rows that are looked at beside the validation files.
KINDS = ("grammar", "harmless")
MODULES = ["choices", "data", "losses", "training"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, default=Path("data"))
    options.add_argument("--experiment", type=Path, default=Path("experiments/base/EXPERIMENT.json"))
    options.add_argument("--cache", type=Path, help="default: ablation/runs.jsonl below --data")
    options.add_argument("--only", nargs="*", default=[], metavar="ROW")
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--table", action="store_true")
    options.add_argument("--write", type=Path, help="a document with <!-- rows --> and <!-- /rows -->")
    options.add_argument("--check", action="store_true")
    options = options.parse_args()
    if options.check:
        failures = sum(doctest.testmod(importlib.import_module(name)).failed for name in MODULES)
        raise SystemExit(f"{failures} examples failed" if failures else 0)
    torch.set_num_threads(1)
    experiment = json.loads(options.experiment.read_text("utf8"))
    names = [task["id"] for task in experiment["tasks"]]
    cache = options.cache or options.data / "ablation/runs.jsonl"
    if not options.table:
        known = rows(names)
        run_missing(cache, {name: known[name] for name in options.only or known}, options.seeds, lambda: Data(options.data / "prepared", experiment))
    text = table(names, read_runs(cache))
    print(text)
    if options.write:
        before = options.write.read_text("utf8")
        after = re.sub(r"(<!-- rows -->\n).*?(<!-- /rows -->)", lambda m: f"{m[1]}{text}\n{m[2]}", before, flags=re.S)
        options.write.write_text(after, "utf8")


def read_runs(cache):
    """By (row, seed)."""
    lines = cache.read_text("utf8").splitlines() if cache.exists() else []
    return {(run["row"], run["seed"]): run for run in map(json.loads, lines)}


def run_missing(cache, wanted, seeds, read_data):
    cache.parent.mkdir(parents=True, exist_ok=True)
    data = None
    for seed in range(1, seeds + 1):
        for name, row in wanted.items():
            runs = read_runs(cache)
            if (name, seed) in runs or (seed > 1 and plain(name, runs)):
                continue
            data = data or read_data()
            started, spent = time.time(), cpu_seconds()
            run = Run(data, row, seed)
            run.train()
            trained = cpu_seconds() - spent
            scores, held_out = run.evaluate()
            result = {"row": name, "seed": seed, "cpu": round(trained, 1), "scores": scores, "heldOut": held_out}
            with cache.open("a", encoding="utf8") as file:
                file.write(json.dumps(result) + "\n")
            mean = 100 * statistics.mean(scores.values())
            print(f"{name}, seed {seed}: {mean:.1f}, {trained:.0f} s of CPU in {time.time() - started:.0f} s", flush=True)


def plain(name, runs):
    """Whether the first seed tells it from all tasks together."""
    one, together = runs.get((name, 1)), runs.get(("together", 1))
    if not one or not together or name.partition(":")[0] in ALONE:
        return False
    return abs(mean_of(one) - mean_of(together)) >= PLAIN


def mean_of(run):
    """In points."""
    return 100 * statistics.mean(run["scores"].values())


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def table(tasks, runs):
    """Markdown: a row of the ablation a line, the mean over its seeds."""
    head = ["", "seeds", *tasks, "mean", "against together", *KINDS, "CPU s"]
    lines = [head, [":--", *["--:"] * (len(head) - 1)]]
    runs = joined(tasks, runs)
    titles = {name: row.title for name, row in rows(tasks).items()}
    for name, title in {"together": "", **ALONE, **titles}.items():
        found = {seed: run for (own, seed), run in runs.items() if own == name}
        if not found:
            continue
        both = [(run, runs["together", seed]) for seed, run in found.items() if ("together", seed) in runs]
        over = lambda value: statistics.mean(value(run) for run in found.values())
        lines.append(
            [
                title,
                f"{len(found)}",
                *(f"{100 * over(lambda run: run['scores'][task]):.1f}" for task in tasks),
                spread_of([mean_of(run) for run in found.values()]),
                "" if name == "together" else spread_of([mean_of(run) - mean_of(other) for run, other in both], "+"),
                *(f"{100 * over(lambda run: run['heldOut'][kind]):.1f}" for kind in KINDS),
                f"{over(lambda run: run['cpu']):.0f}",
            ]
        )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def joined(tasks, runs):
    """A task's runs each become one row, of the seeds that all of them have."""
    joined = {key: run for key, run in runs.items() if key[0].partition(":")[0] not in ALONE}
    for row in ALONE:
        for seed in {seed for _, seed in runs}:
            alone = [runs.get((f"{row}:{task}", seed)) for task in tasks]
            if not all(alone):
                continue
            held_out = [run["heldOut"] for run in alone]
            joined[row, seed] = {
                "scores": {task: run["scores"][task] for task, run in zip(tasks, alone)},
                "heldOut": {kind: statistics.mean(own[kind] for own in held_out if kind in own) for kind in KINDS},
                "cpu": sum(run["cpu"] for run in alone),
            }
    return joined


def spread_of(values, sign=""):
    """Mean and standard deviation."""
    if not values:
        return ""
    deviation = f" ± {statistics.stdev(values):.1f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):{sign}.1f}{deviation}"


if __name__ == "__main__":
    main()
