// Runs the capture doctor in a process of its own, for a test that starts it as another user.
import { doctorReport } from '../../shell/doctor'

const { text, exitCode } = await doctorReport()
process.stdout.write(text, () => process.exit(exitCode))
