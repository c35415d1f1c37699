#!/bin/sh
# After the installation: capture rights for the helper, then what electron-builder's own script does (this one replaces it).
set -e

helper='/opt/${sanitizedProductName}/resources/native/wirelens-capture'
if [ "$1" = configure ] || [ -z "$1" ]; then
  # Who is in this group may capture. Nobody is added to it here: that is for the administrator to say.
  getent group wirelens >/dev/null || groupadd --system wirelens
  # An administrator who has set owner and mode with dpkg-statoverride has decided otherwise.
  if ! dpkg-statoverride --list "$helper" >/dev/null 2>&1; then
    chown root:wirelens "$helper"
    chmod 0750 "$helper"
    if ! setcap cap_net_raw,cap_net_admin+eip "$helper"; then
      echo 'Wirelens: the capture helper could not be given its rights here; captures need root.' >&2
    fi
  fi
fi

if type update-alternatives >/dev/null 2>&1; then
  if [ -L '/usr/bin/${executable}' ] && [ -e '/usr/bin/${executable}' ] &&
    [ "$(readlink '/usr/bin/${executable}')" != '/etc/alternatives/${executable}' ]; then
    rm -f '/usr/bin/${executable}'
  fi
  update-alternatives --install '/usr/bin/${executable}' '${executable}' '/opt/${sanitizedProductName}/${executable}' 100 ||
    ln -sf '/opt/${sanitizedProductName}/${executable}' '/usr/bin/${executable}'
else
  ln -sf '/opt/${sanitizedProductName}/${executable}' '/usr/bin/${executable}'
fi

# The sandbox of Chromium: by user namespaces where the kernel allows them, else by the set-user-id helper.
if ! { [ -L /proc/self/ns/user ] && unshare --user true; } >/dev/null 2>&1; then
  chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox' || true
else
  chmod 0755 '/opt/${sanitizedProductName}/chrome-sandbox' || true
fi

if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database /usr/share/applications || true; fi

# Ubuntu 24.04 forbids user namespaces to programs without an AppArmor profile. Older AppArmor does not know the profile's format.
if apparmor_status --enabled >/dev/null 2>&1; then
  source='/opt/${sanitizedProductName}/resources/apparmor-profile'
  target='/etc/apparmor.d/${executable}'
  if apparmor_parser --skip-kernel-load --debug "$source" >/dev/null 2>&1; then
    cp -f "$source" "$target"
    if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; } && command -v apparmor_parser >/dev/null; then
      apparmor_parser --replace --write-cache --skip-read-cache "$target"
    fi
  else
    echo 'Wirelens: this AppArmor does not know the profile that comes with the package; it is not needed here.'
  fi
fi

if [ -z "$2" ]; then
  echo "Wirelens: to capture as an ordinary user: sudo adduser YOU wirelens, then log in again."
fi
exit 0
