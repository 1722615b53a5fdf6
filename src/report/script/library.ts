/** What every script brings along: plain sh that sends steps with curl and compares what came. */
export const library = String.raw`# Steps leave their responses in files of a folder: N.status, N.headers, N.body.

say() { printf '%s\n' "$*"; }
cannot() {
  say "cannot be tried: $*"
  exit 2
}
clean() { tr -d '\000-\010\013-\037\177'; }
status() {
  value=
  read -r value <"$WORK/$1.status"
  printf '%s' "$value"
}

# The values of a header of a step; fails where it is not there. Redirects leave several heads: the last one counts.
header() {
  tr -d '\r' <"$WORK/$1.headers" | awk -v name="$2" '
    BEGIN { name = tolower(name) ":" }
    /^HTTP\// { n = 0; next }
    tolower(substr($0, 1, length(name))) == name {
      value = substr($0, length(name) + 1)
      gsub(/^[ \t]+|[ \t]+$/, "", value)
      all = n++ ? all ", " value : value
    }
    END { if (!n) exit 1; print all }'
}

# What the environment says of certificates, as a config that curl reads.
tls() {
  [ -z "$REGISTRY_INSECURE" ] || echo insecure
  [ -z "$REGISTRY_CERT" ] || printf 'cert = "%s"\nkey = "%s"\n' "$REGISTRY_CERT" "$REGISTRY_KEY"
}

# Credentials of the environment, as a config that curl reads from its standard input: no process list shows them.
# They go to the registry alone.
login() {
  case $2 in "$REGISTRY"/*) ;; *) return 0 ;; esac
  tls
  if [ -s "$WORK/$3.token" ]; then
    printf 'header = "Authorization: Bearer %s"\n' "$(cat "$WORK/$3.token")"
  elif [ "$1" = user ] && [ -n "$REGISTRY_USERNAME" ]; then
    printf 'user = "%s"\n' "$(printf '%s:%s' "$REGISTRY_USERNAME" "$REGISTRY_PASSWORD" | sed 's/[\\"]/\\&/g')"
  fi
}

# A parameter of a challenge.
part() { header "$1" WWW-Authenticate | sed -n 's/.*[ ,]'"$2"'="\([^"]*\)".*/\1/p'; }

# Gets the token that the 401 of a step asks for.
token() {
  case $(header "$1" WWW-Authenticate) in [Bb]earer\ *) ;; *) return 1 ;; esac
  realm=$(part "$1" realm)
  case $realm in https://* | "$REGISTRY"/* | http://localhost[:/]* | http://127.*) ;; *) return 1 ;; esac
  {
    case $realm in "$REGISTRY"/*) tls ;; esac
    if [ "$2" = user ] && [ -n "$REGISTRY_USERNAME" ]; then
      printf 'user = "%s"\n' "$(printf '%s:%s' "$REGISTRY_USERNAME" "$REGISTRY_PASSWORD" | sed 's/[\\"]/\\&/g')"
    fi
  } | curl -q -sS --proto =http,https --max-time "$TIMEOUT" -G -K - \
    --data-urlencode "service=$(part "$1" service)" --data-urlencode "scope=$(part "$1" scope)" --url "$realm" \
    2>"$WORK/$1.error" | sed -n 's/.*"\(access_\)\{0,1\}token" *: *"\([^"\\]*\)".*/\2/p' >"$WORK/$1.token"
  [ -s "$WORK/$1.token" ]
}

send() {
  n=$1 who=$2 url=$3
  shift 3
  : >"$WORK/$n.headers"
  : >"$WORK/$n.body"
  login "$who" "$url" "$n" | curl -q -sS -g --http1.1 --path-as-is --proto =http,https --proto-redir =http,https \
    -L --max-redirs 5 --max-time "$TIMEOUT" -A oci-referee -K - -H Accept: -H Content-Type: -H Expect: \
    -D "$WORK/$n.headers" -o "$WORK/$n.body" -w '%{http_code}' "$@" --url "$url" \
    >"$WORK/$n.status" 2>"$WORK/$n.error"
  code=$?
  # Redirects without end: the last one is the response.
  [ "$code" = 47 ] && code=0
  echo "$code" >"$WORK/$n.code"
}

# Sends a step: its number, who sends it, method, URL, options of curl. Without a URL it is not sent.
step() {
  step=$1 by=$2 method=$3 to=$4
  shift 4
  printf '%s %s\n' "$method" "$to" >"$WORK/$step.request"
  printf '%s' "$to" >"$WORK/$step.url"
  if [ -z "$to" ]; then
    : >"$WORK/$step.headers"
    : >"$WORK/$step.body"
    echo 0 >"$WORK/$step.code"
    printf %s - >"$WORK/$step.status"
    return 0
  fi
  if [ "$method" = HEAD ]; then set -- --head "$@"; else set -- -X "$method" "$@"; fi
  send "$step" "$by" "$to" "$@"
  if [ "$(status "$step")" = 401 ] && [ "$by" != stranger ] && token "$step" "$by"; then
    send "$step" "$by" "$to" "$@"
  fi
  # curl takes the head of the response for what it has to write.
  if [ "$method" = HEAD ]; then : >"$WORK/$step.body"; fi
}

# The same for a change that may take some time: asks again until a status comes.
poll() {
  wanted=$1 tries=0
  shift
  while step "$@" && [ "$(status "$1")" != "$wanted" ] && [ "$tries" -lt "$PATIENCE" ]; do
    tries=$((tries + 1))
    sleep 1
  done
}

# The same for a list: reads all pages of it.
pages() {
  list=$1 list_by=$2 page=1 here=$1
  step "$@"
  printf '%s\n' "$4" >"$WORK/$list.pages"
  shift 4
  while [ "$page" -lt 500 ] && next=$(follow "$here" Link ''); do
    if grep -qxF -e "$next" "$WORK/$list.pages"; then
      : >"$WORK/$list.endless"
      return 0
    fi
    printf '%s\n' "$next" >>"$WORK/$list.pages"
    page=$((page + 1)) here=$list.$page
    step "$here" "$list_by" GET "$next" "$@"
    cat "$WORK/$here.body" >>"$WORK/$list.body"
  done
  [ "$page" -lt 500 ] || : >"$WORK/$list.endless"
}

# The URL that a step was given in a header, with what is added to it. Nothing where there is none.
follow() {
  if [ "$2" = Link ]; then
    target=$(header "$1" Link | awk '{ gsub(/, *</, "\n<"); print }' |
      sed -n 's/^<\([^>]*\)>.*[Rr][Ee][Ll]="\{0,1\}next.*/\1/p' | sed -n 1p)
  else
    target=$(header "$1" "$2")
  fi
  [ -n "$target" ] || return 1
  base=$(cat "$WORK/$1.url")
  host=$(printf '%s' "$base" | sed 's,^\([a-z]*://[^/]*\).*,\1,')
  case $target in
    http://* | https://*) ;;
    //*) target=$(printf '%s' "$base" | sed 's,//.*,,')$target ;;
    /*) target=$host$target ;;
    \?*) target=$(printf '%s' "$base" | sed 's,?.*,,')$target ;;
    *) target=$(printf '%s' "$base" | sed 's,?.*,,; s,[^/]*$,,')$target ;;
  esac
  case $3 in
    [?\&]*)
      added=$(printf '%s' "$3" | cut -c 2-)
      case $target in *\?*) target="$target&$added" ;; *) target="$target?$added" ;; esac
      ;;
    *) target=$target$3 ;;
  esac
  printf '%s' "$target"
}

# The id of the upload session that a step was given.
session_of() { follow "$1" Location '' | sed 's,?.*,,; s,.*/,,'; }

# A response in the form in which two of them are compared: without names, times and sessions of one run.
tidy() { sed "$TIDY"; }
print() {
  status "$1"
  echo
  tr -d '\r' <"$WORK/$1.headers" | awk -v head="$2" -v names="$COMPARED" '
    /^HTTP\// { for (key in all) delete all[key]; next }
    {
      at = index($0, ":")
      if (!at) next
      name = tolower(substr($0, 1, at - 1))
      value = substr($0, at + 1)
      gsub(/^[ \t]+|[ \t]+$/, "", value)
      if (!index(" " names " ", " " name " ") && !(head == "HEAD" && name == "content-length")) next
      if (name in all) value = all[name] ", " value
      all[name] = value
    }
    END { for (name in all) print name ": " all[name] }' | sort | tidy
  case $(header "$1" Content-Type) in
    *json*)
      cat "$WORK/$1.body"
      echo
      ;;
    *) : ;;
  esac | tidy
  case $(header "$1" Content-Type) in *json*) ;; *) cat "$WORK/$1.body" ;; esac
}
sum() { print "$1" "$2" | cksum | awk '{ print $1 "-" $2 }'; }
same() { [ "$(sum "$1" "$2")" = "$3" ]; }

# A step on the way, the status that it had when it was recorded, and the sum of its response where that matters.
came() {
  now=$(status "$1")
  if [ "$now" = "$2" ]; then
    if [ $# -gt 2 ] && ! same "$1" "$3" "$4"; then note "step $1 has another response than when this was recorded"; fi
    return 0
  fi
  what="step $1 ($(sed 's, .*,,' "$WORK/$1.request")): status $now, and $2 when this was recorded"
  case $now in
    000) cannot "step $1: no response ($(clean <"$WORK/$1.error"))" ;;
    401 | 403 | 407 | 408 | 429 | 5??) cannot "$what" ;;
  esac
  # Nobody can push to a registry that does not even begin an upload.
  case $now,$(cat "$WORK/$1.request") in 404,POST*) cannot "$what" ;; esac
  note "$what"
}
# Whether a step has a header as it had when it was recorded: what follows rests on it.
gave() {
  if header "$1" "$2" >/dev/null; then now=yes; else now=no; fi
  [ "$now" = "$3" ] || note "step $1 has another $2 header than when this was recorded"
}
# Whether a header of a step says what it said when it was recorded: what follows was made for that.
said() {
  [ "$(header "$1" "$2")" = "$3" ] || note "step $1 has another $2 header than when this was recorded"
}
note() { say "$*" >>"$WORK/changed"; }
unchanged() { [ ! -s "$WORK/changed" ]; }

# The digest of the body of a step, by sha and this number of bits.
digest_of() {
  for tool in sha"$2"sum "shasum -a $2" "openssl dgst -r -sha$2"; do
    digest=sha$2:$($tool <"$WORK/$1.body" 2>/dev/null | sed 's/ .*//')
    [ "$digest" = "sha$2:" ] || return 0
  done
  cannot "nothing here makes a sha$2 digest: neither sha$2""sum nor shasum nor openssl"
}

one_of() {
  sought=$1
  shift
  for one; do [ "$one" = "$sought" ] && return 0; done
  return 1
}
lists() { grep -q "\"digest\" *: *\"$2\"" "$WORK/$1.body"; }
lacks_one() {
  from=$1
  shift
  for one; do lists "$from" "$one" || return 0; done
  return 1
}
has_one() {
  from=$1
  shift
  for one; do lists "$from" "$one" && return 0; done
  return 1
}

has_text() {
  from=$1
  shift
  for one; do grep -qF -e "$one" "$WORK/$from.body" && return 0; done
  return 1
}
lacks_text() {
  from=$1
  shift
  for one; do grep -qF -e "$one" "$WORK/$from.body" || return 0; done
  return 1
}

# Makes a repository exist, by a blob that nothing else refers to. What comes of it is not judged.
begin() {
  printf 'oci-referee' >"$WORK/begin"
  step "begin" user POST "$REGISTRY/v2/$1/blobs/uploads/" --data-binary ''
  digest=f66145b6419f52e541e3a607c9000eb0294e18255525200d1d3eac9ae03f5b30
  step "begun" user PUT "$(follow begin Location "?digest=sha256%3A$digest")" --data-binary @"$WORK/begin"
}

# Reads again where nothing is wrong: of several servers one may be.
reread() {
  reads=1
  while ! wrong && [ "$reads" -lt 6 ]; do
    reads=$((reads + 1))
    last
  done
  wrong
}

# Says what came of it all, and ends where it is shown.
verdict() {
  now=$(status "$1")
  say "expected: $EXPECTED"
  say "recorded: $RECORDED"
  if [ "$now" = - ]; then
    say 'came:     nothing to follow: an earlier response named no such URL'
  else
    say "came:     $(clean <"$WORK/$1.request"): status $now"
    tr -d '\r' <"$WORK/$1.headers" | awk '/^HTTP\// { head = ""; next } { head = head "          " $0 "\n" } END { printf "%s", head }' | clean
    head -c 600 "$WORK/$1.body" | clean | sed 's/^/          /'
    echo
  fi
  if [ -s "$WORK/changed" ]; then sed 's/^/note:     /' "$WORK/changed" | clean; fi
  if [ "$now" != - ] && wrong; then
    say "SHOWN: $SUMMARY"
    exit 1
  fi
}

# The last request has to come through.
reached() {
  case $(status "$1"),$2 in
    "$2,$2" | -,*) ;;
    000,*) cannot "step $1: no response ($(clean <"$WORK/$1.error"))" ;;
    401,* | 403,* | 407,* | 429,* | 503,*) cannot "step $1: status $(status "$1")" ;;
  esac
}`
