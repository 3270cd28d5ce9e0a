"""A real browser, driven over the WebDriver protocol with nothing but the standard library."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BROWSERS = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update", "--hide-scrollbars")
PATIENCE = 60.0
"""Seconds that the driver may take to start."""


class Browser:
    """A headless Chromium with a fresh profile, in light or dark."""

    def __init__(self, width: int = 1400, height: int = 900, dark: bool = False) -> None:
        self.binary = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        driver = shutil.which("chromedriver")
        assert self.binary and driver, "the browser lane needs chromium and chromedriver on the PATH"
        self.driver = driver
        self.arguments = [*ARGUMENTS, f"--window-size={width},{height}"]
        if dark:
            self.arguments.append("--blink-settings=preferredColorScheme=0")

    def __enter__(self) -> Self:
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        log = Path(self.profile.name) / "port"
        with log.open("w", encoding="utf-8") as out:
            self.process = subprocess.Popen([self.driver, "--port=0"], stdout=out, stderr=subprocess.STDOUT)
        self.root = f"http://127.0.0.1:{self._port(log)}"
        options = {"binary": self.binary, "args": [*self.arguments, f"--user-data-dir={self.profile.name}/data"]}
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.session = ""
        try:
            made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        except BaseException:
            self._stop()
            raise
        self.session = f"/session/{made['sessionId']}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            self._call("DELETE", self.session)
        finally:
            self._stop()

    def open(self, page: Path) -> None:
        """Opens a file and waits until it is loaded."""
        self._call("POST", f"{self.session}/url", {"url": page.resolve().as_uri()})

    def run(self, script: str, *arguments: Any) -> Any:
        """Runs a script's body in the page and gives what it returns."""
        return self._call("POST", f"{self.session}/execute/sync", {"script": script, "args": arguments})

    def type(self, keys: str) -> None:
        """Types keys into what has the focus, one after the other."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._call("POST", f"{self.session}/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def messages(self) -> list[str]:
        """What the console said since it was asked last: errors, and what was refused."""
        return [entry["message"] for entry in self._call("POST", f"{self.session}/se/log", {"type": "browser"})]

    def screenshot(self, path: Path) -> bytes:
        """The window as PNG, in a file."""
        picture = base64.b64decode(self._call("GET", f"{self.session}/screenshot"))
        path.write_bytes(picture)
        return picture

    def _port(self, log: Path) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            _, found, rest = log.read_text(encoding="utf-8").partition("started successfully on port ")
            if found and "." in rest:
                return rest.partition(".")[0]
            time.sleep(0.05)
        self._stop()
        raise AssertionError("chromedriver did not start:\n" + log.read_text(encoding="utf-8"))

    def _call(self, method: str, path: str, body: dict | None = None) -> Any:
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()}") from error

    def _stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.profile.cleanup()
