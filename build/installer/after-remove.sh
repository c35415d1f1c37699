#!/bin/sh
# After the removal: takes away what the script after the installation made. An upgrade keeps all of it.
set -e

case "$1" in
  remove | purge | '') ;;
  *) exit 0 ;;
esac

if type update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove '${executable}' '/opt/${sanitizedProductName}/${executable}' || true
fi
# Where the alternative could not be made it is a plain link.
if [ -L '/usr/bin/${executable}' ] && [ ! -e '/usr/bin/${executable}' ]; then rm -f '/usr/bin/${executable}'; fi

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if apparmor_status --enabled >/dev/null 2>&1 && ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database /usr/share/applications || true; fi

# The group goes with the last member, or when everything is to go.
members=$(getent group wirelens | cut -d: -f4 || true)
if getent group wirelens >/dev/null && { [ "$1" = purge ] || [ -z "$members" ]; }; then groupdel wirelens || true; fi
exit 0
