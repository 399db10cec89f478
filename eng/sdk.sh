# shellcheck shell=bash
# shellcheck disable=SC2154
# Sourced by ./orbweaver and ./test, which set $root to the repository.
#
# Exit codes of both scripts besides the program's own:
#   69  no .NET SDK 10      70  the build failed      130, 143, 129  interrupted

child=
cleanup() { :; }

# Runs a command in the background and waits for it, so that an interrupt is served at once and not when it ends.
# Descriptor 9 (the lock) stays here: compilers that live on after a build would hold it for minutes.
attended() {
  "$@" 9>&- </dev/null &
  child=$!
  wait "$child"
  local status=$?
  child=
  return "$status"
}

interrupted() {
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    kill -TERM "$child" 2>/dev/null
    wait "$child" 2>/dev/null
  fi
  cleanup
  exit "$1"
}

serve_interrupts() {
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  trap 'interrupted 129' HUP
}

# Goes to the repository with the settings that dotnet needs. Meant for a subshell: the program gets none of them.
enter_sdk() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  # Messages are parsed, so they are asked for in English.
  export DOTNET_CLI_UI_LANGUAGE=en
  # dotnet and NuGet keep settings and packages in the home directory; without a usable one they get a folder here.
  if [ -z "${HOME:-}" ] || ! [ -w "$HOME" ]; then
    mkdir -p "$root/.build/home"
    export HOME="$root/.build/home" DOTNET_CLI_HOME="$root/.build/home"
  fi
  CDPATH='' cd -- "$root" || exit 70
}

# global.json asks for the version; `dotnet --version` fails when no installed SDK satisfies it.
require_sdk() {
  if ! (enter_sdk && dotnet --version) </dev/null >/dev/null 2>&1; then
    echo "Orbweaver needs the .NET SDK 10 (no 'dotnet' on the PATH has it):" \
      "https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 69
  fi
}

# One build at a time in this clone. Waits for another one; says so with the given line.
lock_builds() {
  mkdir -p "$root/.build"
  command -v flock >/dev/null || return 0
  exec 9>"$root/.build/lock"
  flock -n 9 && return 0
  echo "$1" >&2
  # The child inherits the descriptor, so the lock that it gets is ours.
  flock 9 </dev/null &
  child=$!
  wait "$child"
  child=
}

unlock_builds() {
  exec 9>&-
}

# The errors of a build log, once each, with paths from the repository on.
build_errors() {
  local errors
  errors=$(grep -E '(: |^)(fatal )?error ' "$1" | sed -e 's/ \[[^]]*\(proj\|slnx\)\]$//' | sort -u)
  [ -n "$errors" ] || errors=$(tail -n 30 "$1")
  printf '%s\n' "${errors//"$root/"/}"
}
