; What the Windows installer says about Npcap: live capture needs it, and its licence forbids to bundle it.
!macro customInstall
  ${IfNot} ${FileExists} "$SYSDIR\Npcap\wpcap.dll"
  ${AndIfNot} ${FileExists} "$SYSDIR\wpcap.dll"
    ${IfNot} ${Silent}
      MessageBox MB_YESNO|MB_ICONINFORMATION "Wirelens opens capture files as it is. To capture live packets it needs Npcap, which comes from npcap.com.$\r$\n$\r$\nOpen that page now?" IDNO npcapLater
      ExecShell "open" "https://npcap.com/#download"
      npcapLater:
    ${EndIf}
  ${EndIf}
!macroend
