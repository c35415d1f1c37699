import type { AddressNames } from '../dissect/format'
export const vendorNames: AddressNames = { ether: () => undefined }
