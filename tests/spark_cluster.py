"""A Spark cluster on the loopback address: a master and two workers, each a process of its own."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # a JVM that starts soon and is not there for long
PATIENCE = 300.0  # seconds to start in


def environment() -> dict[str, str]:
    """What Spark's processes are started with."""
    return os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SUBMIT_OPTS": LIGHT, "SPARK_NO_DAEMONIZE": "1"}


class Cluster:
    """Starts with the context and ends with it. `url` is the master's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"spark://127.0.0.1:{_free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Cluster":
        host, port = self.url.removeprefix("spark://").split(":")
        self.master = self._start("master", "master.Master", "--host", host, "--port", port, "--webui-port", "0")
        self._wait("master", "I have been elected leader")
        resources = ("--cores", "1", "--memory", "1g", "--webui-port", "0")
        for name in ("one", "two"):
            folder = str(self.folder / name)
            self.workers.append(
                self._start(name, "worker.Worker", *resources, "--host", host, "--work-dir", folder, self.url)
            )
        for name in ("one", "two"):
            self._wait(name, "Successfully registered with master")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in (*self.workers, self.master):
            lose(process)

    def _start(self, name: str, role: str, *arguments: str) -> "subprocess.Popen[bytes]":
        import pyspark

        home = Path(pyspark.__file__).parent
        [core] = home.glob("jars/spark-core_*.jar")
        scala = core.name.removeprefix("spark-core_").split("-")[0]
        there = {"SPARK_HOME": str(home), "SPARK_SCALA_VERSION": scala}  # by which a worker finds what executors run
        settings = self.folder / "log4j2.properties"
        settings.write_text(
            "rootLogger.level = info\nrootLogger.appenderRef.out.ref = out\n"
            "appender.out.type = Console\nappender.out.name = out\n"
        )
        java = ["java", *LIGHT.split(), "-Xmx512m", f"-Dlog4j2.configurationFile={settings}", "-cp", f"{home}/jars/*"]
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [*java, f"org.apache.spark.deploy.{role}", *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment() | there,
                cwd=ROOT,
                start_new_session=True,
            )

    def _wait(self, name: str, sign: str) -> None:
        deadline = time.monotonic() + PATIENCE
        path = self.folder / f"{name}.log"
        while sign not in (log := path.read_text(errors="replace")):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{name} did not start:\n{log[-2000:]}")
            time.sleep(0.1)


def lose(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process with all that it started, as when a machine goes."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
