# make run    the whole product on this machine: office, simulated hardware, terminal
# make test   every check, from nothing
#
# Needs Debian 12, as root or with sudo. Each target installs what it misses and is quick the next time.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
export LC_ALL ?= C.UTF-8
# The tests start some hundred processes: each reads what the first has compiled.
unexport PYTHONDONTWRITEBYTECODE

# What Debian brings: the interpreter, time zones, the Chinese font of screens and slips, the libraries that the code
# reader and USB load, and what Qt's wheels link to.
PACKAGES := python3-venv tzdata fonts-noto-cjk libzbar0 libusb-1.0-0 \
	libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libgssapi-krb5-2 libwayland-cursor0 libx11-6 libx11-xcb1 \
	libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 \
	libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0
# The tests also run the office on PostgreSQL, trace what the terminal writes to its disk, and plug in simulated USB.
TEST_PACKAGES := postgresql procps strace umockdev gir1.2-umockdev-1.0 python3-gi
# PyInstaller looks into the libraries that it packs.
DIST_PACKAGES := binutils

.PHONY: help run bench test lint items format check-qml measure dist dist-test lock clean packages

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run          office, bench and terminal; FULLSCREEN=1 on a terminal's own screen, KEEP=1 keeps the last run's data
run: $(VENV)/run.stamp build/pinyin/readings
	@exec $(BIN)/python -m kiosk demo $(if $(FULLSCREEN),--fullscreen) $(if $(KEEP),--keep)

## make bench        the simulated hardware alone, its ports under run/bench
bench: $(VENV)/run.stamp
	@exec $(BIN)/python -m ui.bench --directory run/bench

## make test         lint, types, import contracts, QML, tests
test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

## make lint         the checks that run nothing
lint: $(VENV)/test.stamp build/pinyin/readings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory check-qml

check-qml: $(VENV)/test.stamp
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m ui.qml_types build/qml
	$(BIN)/pyside6-qmllint -W 0 -I build/qml $$(git ls-files '*.qml')

## make items        hold every service item against the linter, and against every screen and paper
items: $(VENV)/test.stamp build/pinyin/readings
	$(BIN)/python -m central items lint
	$(BIN)/python -m ui.item_check assets

## make format       put the sources into the house style
format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## make measure      the figures: start, touch, scan to paper, tickets per second
measure: $(VENV)/test.stamp build/pinyin/readings
	@for bench in tests/bench/bench_*.py; do
		echo "--- $$bench"
		module=$${bench%.py}
		$(BIN)/python -m $${module//\//.}
	done

## make dist         the terminal as one folder, dist/kiosk
dist: $(VENV)/test.stamp build/pinyin/readings
	@$(MAKE) --no-print-directory packages WANTED="$(DIST_PACKAGES)"
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN kiosk.spec
	@du -sh dist/kiosk

## make dist-test    build it, and let the built program print a ticket and take a catalogue
dist-test: dist
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m package tests/test_package.py

## make lock         choose the newest versions that pyproject.toml allows
lock: $(VENV)/test.stamp
	python3 -m venv build/lock
	build/lock/bin/pip install --quiet pip-tools
	options="--quiet --upgrade --generate-hashes --strip-extras --allow-unsafe"
	options+=" --no-emit-index-url --no-emit-find-links --no-emit-trusted-host"
	export CUSTOM_COMPILE_COMMAND="make lock"
	rm -f requirements.lock requirements-test.lock
	$(BIN)/python -c 'import sys; assert sys.version_info[:2] == (3, 11)'
	build/lock/bin/pip-compile $$options --output-file requirements.lock pyproject.toml
	build/lock/bin/pip-compile $$options --extra test --extra package --constraint requirements.lock \
		--output-file requirements-test.lock pyproject.toml

## make clean        remove what was built and run; the virtual environment stays
clean:
	rm -rf build dist run .mypy_cache .ruff_cache .import_linter_cache .hypothesis

packages:
	@missing=()
	for package in $(WANTED); do
		[[ $$(dpkg-query --show --showformat='$${db:Status-Status}' $$package 2>/dev/null) == installed ]] || missing+=($$package)
	done
	[[ $${#missing[@]} -gt 0 ]] || exit 0
	echo "installing $${missing[*]}"
	root=(); [[ $$EUID -eq 0 ]] || root=(sudo)
	apt="env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet --option DPkg::Lock::Timeout=120"
	$${root[@]} $$apt update
	$${root[@]} $$apt install --yes --no-install-recommends $${missing[@]} > /dev/null

$(VENV)/bin/python:
	@$(MAKE) --no-print-directory packages WANTED="$(PACKAGES)"
	for python in python3.11 /usr/bin/python3.11; do
		if $$python -c '' 2>/dev/null; then exec $$python -m venv $(VENV); fi
	done
	echo "Python 3.11 is needed" >&2; exit 1

$(VENV)/run.stamp: Makefile requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(MAKE) --no-print-directory packages WANTED="$(PACKAGES)"
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The tables of the pinyin pad and of the search by pinyin.
build/pinyin/readings: $(wildcard ui/keyboard/*.py) assets/pinyin/government_words.txt | $(VENV)/run.stamp
	$(BIN)/python -m ui.keyboard.build_table

$(VENV)/test.stamp: requirements-test.lock $(VENV)/run.stamp
	@$(MAKE) --no-print-directory packages WANTED="$(TEST_PACKAGES)"
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-test.lock
	touch $@
