/**
 * Filter names of protocols that Wireshark decodes. One that Wirelens does not decode yet gets a warning, not "no such field"; its fields
 * are known by their prefix. Names in use since before 2024; the list need not be whole.
 */

const known = new Set(
  `
6lowpan 9p a11 aarp acn acse actrace adp adwin afp afs agentx ah aim ajp13 alc alcap amqp amr amt ancp ans ansi_a_bsmap ansi_a_dtap
ansi_map aodv aoe aol ap1394 arcnet armagetronad arp artnet aruba_erm asap ascend asf asterix at atm atmtcp atn-cm atn-cpdlc atp atsvc
auto_rp autosar-nm avsp awdl ax25 ax4000 ayiya babel bacapp bacnet banana bat beep ber bfd bgp bicc bitcoin bittorrent bjnp bluecom bmc
bmp bofl bootparams bpq browser bssap bssgp bt-dht bt-utp btatt btavctp btavdtp btbnep btcommon bthci_acl bthci_cmd bthci_evt bthfp bthid
bthsp btl2cap btle btle_rf btmesh btrfcomm btsdp btsmp btsnoop bundle bvlc c1222 calcappprotocol camel can canopen capwap carp cast cattp
cbor cdma2k cdp cdt cemi cesoeth cflow cfm cfp cgmp chargen chdlc cigi cimd cip cipcls cipcm cipsafety cldap clearcase clnp cltp clusapi
cmip cmp cmpp cms coap cops cose cosine cotp couchbase cp2179 cpfi cpha credssp crmf csm_encaps ctdb cups cvspserver cwids daap dap data
data-l1-events daytime db-lsp dbus dcc dccp dcerpc dcom dcp-af dcp-etsi dcp-pft ddp dec_dna dec_stp dect devicenet dhcp dhcpfo dhcpv6
diameter dis disp dlep dlm3 dlsw dmp dmx dnp3 dns dnsserver docsis docsis_mgmt dof dop dpnss_link drb drbd drda drsuapi dsi dsp dsr
dssetup dtls dtp dtpt dua dvb-ci dvb_bat dvb_data_mpe dvb_eit dvb_nit dvb_sdt dvb_tdt dvb_tot dvmrp dxl e100 e164 e212 eap eapol ebhscr
ecat ecat_mailbox ecatf echo ecmp edonkey edp eero efs egd ehdlc ehs eigrp eiss elasticsearch elcom elf elmi enc enip enrp enttec epl
epl_v1 epm epmd epon erf erldp erspan esio esis esl esp ess etag etch eth etherip ethertype etw eventlog evrc exablaze exec exported_pdu
extrememesh fc fcct fcdns fcels fcfzs fcgi fcip fcoe fcoib fcp fcs fcsb3 fddi fdp fefd felica ff fileexp finger fip fix fldb flexray flip
fmp fmtp forces fp fpp fr fractalgeneratorprotocol frame frsapi frsrpc ftam ftdi-ft ftp ftp-data fw1 g723 gadu-gadu gcsna gdb gdsdb
gearman ged125 gelf geneve giop git glbp gmhdr gnutella goose gopher gpef gprscdr gquic gre grebonding grpc gsm_a gsm_bssmap_le gsm_cbch
gsm_ipa gsm_map gsm_rlcmac gsm_sim gsm_sms gsm_um gsmtap gsmtap_log gss-api gtp gtpprime gtpv2 gvcp gvrp gvsp h1 h223 h225 h235 h245 h248
h261 h263 h264 h265 h450 h460 h501 hci_h1 hci_h4 hci_mon hci_usb hclnfsd hcrt hdcp hdcp2 hdfs hdfsdata hicp hip hiqnet hislip hl7 hnbap
homeplug homeplug-av hp_erm hpext hpfeeds hpsw hpteam hsms hsr hsr_prp_supervision hsrp http http2 http3 hyperscsi i2c iap iapp iax2 icall
icap icep icmp icmpv6 icp icq idmp idn idp iec60870_101 iec60870_104 iec60870_asdu ieee1609dot2 ieee1722 ieee17221 ieee1905 ieee8021ad
ieee8021ah ifcp igap igmp igrp ilp imap imf inap infiniband initshutdown interlink ip ipars ipcomp ipcp ipdc ipfc ipmb ipmi ipnet ipoib
ipos ipp ippusb ipsictl ipv6 ipvs ipx ipxmsg ipxrip ipxsap ipxwan irc isakmp iscsi isdn iser isi isis isl ismp isns iso10681 iso14443
iso15765 iso7816 iso8583 isobus isup itdm its iua iuup iwarp_mpa ixiatrailer ixveriwave j1939 jmirror jpeg json json_3gpp juniper jxta k12
kafka kdp kdsp kerberos kink kismet klm knet kpasswd krb4 kt l2tp lacp lanforge lapb lapbether lapd lapdm laplink lapsat lat lbmpdm lbmr
lbttcp lcp lcsap ldac ldap ldp ldss lg8979 lge_monitor lin link16 lisp lisp-data lisp-tcp llb llc llcgprs lldp llmnr llrp llt lltd lmi lmp
lnet lnpdqp log log3gpp logcat logotypecertextn lon loop loratap lorawan lpd lpp lppa lppe lsarpc lsc lsd lte_rrc lustre lwapp lwm
lwm2mtlv lwres m2ap m2pa m2tp m2ua m3ap m3ua maap mac mac-lte mac-lte-framed mac-nr macsec mactelnet manolito mapi marker mausb mbim mbtcp
mdns mdshdr mdssvc media megaco memcache mesh message-http messenger mgcp mgmt mih mikey mime_multipart mint miop mip mipv6 mka mle mms
mmse mndp mojito moldudp moldudp64 mongo mount mp mp2t mp4 mp4v-es mpeg mpeg-pes mpeg1 mpeg_descr mpeg_pat mpeg_pmt mpls mpls-echo mplscp
mq mqpcf mqtt mrcpv2 mrp-mmrp mrp-msrp mrp-mvrp msdp msgpack msmms msnip msnlb msnms msproxy msrp mstp mswsp mtp2 mtp3 mtp3mg mudurl
mux27010 mysql nano nas-5gs nas-eps nat-pmp nb_rtpmux nbap nbd nbdgm nbifom nbipx nbns nbp nbss ncp ncs ncsi ndmp ndp ndps negoex
netanalyzer netbios netdump netlink netperfmeter netrom netsync nettl newmail nfapi nflog nfs nfsacl nfsauth ngap nge nhrp nisplus njack
nlm nlsp nmas nmpi nntp noe nordic_ble novell_pkis nr-rrc nrppa nrup ns ns_cert_exts nsh nspi nsrp ntlmssp ntp null nvme nvme-rdma nwp
nxp_802154_sniffer oampdu obd-ii obex ocfs2 ocp1 ocsp oer oicq olsr omapi omron opa openflow openflow_v1 openflow_v4 openflow_v5
opensafety openthread openvpn openwire opsi optommp opus oran_fh_cus osc oscore osi osinlcp osmux ospf ossp ouch oxid p1 p22 p7 p772 p_mul
packetbb packetlogger pagp paltalk pana pap papi pathport pcap pcapng pcep pcli pcnfsd pcomtcp pcp pdc pdcp-lte pdcp-nr peekremote per
pfcp pflog pgm pgsql pim pingpongprotocol pkcs10 pkcs12 pkinit pkix1explicit pkix1implicit pkixac pkixproxy pkixqualified pkixtsp pkt_ccc
pktap pktc pktgen pmproxy pn532 pn_dcp pn_io pn_mrp pn_mrrt pn_ptcp pn_rt pnp pop portcontrol portmap ppcap ppi ppp pppmux pppmuxcp pppoe
pppoed pppoes pptp pres prism proxy prp ptp ptpip pulse pvfs pwach q2931 q708 q931 q932 qllc qsig quake quake2 quake3 quakeworld quic r09
r3 radiotap radius raknet ranap raw raw_sip rbm rdaclif rdm rdp rdpudp rdt realtek redback redbackli reload remact rep_proc resp rfc2190
rfc7468 rfr rftap rgmp riemann rip ripng rlc rlc-lte rlc-nr rlm rlogin rmcp rmi rmp rnsap rohc roofnet ros roverride rpc rpcap rpcordma
rpkirtr rpl rpriv rquota rras rrc rrlp rs_acct rs_attr rsh rsip rsp rstat rsvd rsvp rsync rtacser rtcdc rtcp rtitcp rtls rtmp rtmpt rtp
rtpevent rtpmidi rtpproxy rtps rtse rtsp rua rudp rwall rx s1ap s4607 s5066dts s5066sis s7comm sabp sadmind sametime samr sap sasp sbc
sbus sccp sccpmg scop scsi scte35 sctp scylla sdh sdlc sdp sebek secidmap selfm ses sflow sftp sgsap shicp shim6 sigcomp simple simulcrypt
sip sipfrag sir sita skinny skype slarp slimp3 sll slow slsk sm smb smb2 smb_direct smb_netlogon smb_pipe smc sml smpp smrse smtp smux sna
snaeth sndcp snmp snort socks solaredge someip soupbintcp spdy spice spnego spoolss spray sprt spx srp srt srvloc srvsvc sscf-nni sscop
ssdp ssh ssyncp starteam stat statnotify steam_ihs_discovery stp stt stun sua sv svcctl swils symantec sync synergy synphasor sysdig sysex
syslog systemd_journal t124 t125 t30 t38 tacacs tacplus tali tapa tapi tc_nv tcap tcg_cp_oids tcp tcpcl tcpencap tcpros tdmoe tdmop tds
teap tecmp tei_management telkonet telnet teredo tetra tfp tftp thread thrift tibia time tipc tivoconnect tkn4int tls tn3270 tn5250 tnef
tns tpcp tpkt tplink-smarthome tpm tpncp tr trill trksvr trmac ts2 tsp tte tte_pcf turbocell turnchannel tuxedo tzsp u3v ua ua3g uasip
uaudp ubdp ubertooth ubikdisk ubikvote ucp udld udp udpcp udpencap udplite uds uftp uhd ulp uma unistim usb usbaudio usbccid usbcom usbhid
usbhub usbip usbll usbms usbport usbvideo uts v120 v150fw v52 v5dl v5ef v5ua vcdu vicp vines vlan vmlab vnc vntag vp8 vpp vrrp vrt vsip
vsncp vsnp vsock vssmonitoring vtp vuze-dht vxlan wai wassp waveagent wbxml wccp wcp websocket who whois wifi_display winreg winsrepl
witness wkssvc wlan wlan_aggregate wlan_radio wlancap wlancertextn wlccp wol wow woww wpan wpan-tap wps wreth wsmp wsp wtls wtp x11 x25
x29 x2ap x509af x509ce x509if x509sat xcsl xdmcp xip xmcp xml xmpp xnap xot xra xtp xyplex yami yhoo ymsg ypbind yppasswd ypserv ypxfr
z3950 zbee_aps zbee_nwk zbee_zcl zbee_zdp zbncp zebra zep ziop zrtp zvt
`
    .split(/\s+/)
    .filter(Boolean),
)

/** Whether a name is that of a protocol in Wireshark. */
export const isKnownProtocol = (name: string): boolean => known.has(name)
export const knownProtocols: ReadonlySet<string> = known

/** Protocols that have got another name. */
export const deprecatedNames: ReadonlyMap<string, string> = new Map([
  ['bootp', 'dhcp'],
  ['ssl', 'tls'],
])

/** Fields of Wireshark that Wirelens lacks in protocols that it does decode, and beginnings of the names of whole groups of them. */
const fields: ReadonlySet<string> = new Set(
  `_ws.unreassembled _ws.type_length _ws.lua _ws.string data.md5_hash data.text eth.fcs_bad frame.cb_copy frame.cb_pen frame.file_off
frame.link_nr frame.p2p_dir frame.ref_time frame.md5_hash frame.pkt_len frame.incomplete ip.checksum_calculated ip.checksum_bad.expert
tcp.checksum_calculated tcp.checksum_bad.expert tcp.continuation_to tcp.pdu.size tcp.pdu.time tcp.pdu.last_frame udp.checksum_calculated
udp.checksum_coverage udp.pdu.size vlan.cfi tcp.fin_retransmission`.split(/\s+/),
)
const groups = [
  ...[
    'ip.geoip',
    'ipv6.geoip',
    'tcp.proc',
    'udp.proc',
    'tcp.analysis.tfo',
    'tcp.segment',
    'frame.bblog',
    'frame.coloring_rule',
  ],
  ...[
    'wlan',
    'wlan_radio',
    'radiotap',
    'ppi',
    'gtp',
    'http',
    'sctp',
    'pppoed',
    'esp',
    'fr',
    'nflog',
    'geneve',
    'vxlan',
  ],
]

/** Whether a name that is not declared is a field that Wireshark has. */
export const isKnownField = (name: string): boolean => fields.has(name) || groups.some((g) => name.startsWith(`${g}.`))
