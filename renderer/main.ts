// Starts the window: connects to the shell that served this page, then mounts the app.
import { mount } from 'svelte'
import App from './app.svelte'
import { connect } from './client/connect'
import { overwriteGetLocale } from './paraglide/runtime.js'
import { Workspace } from './state/workspace.svelte'

const workspace = new Workspace(connect())
// Every message reads this state: another language rewrites what is on the screen, and everything stays where it is.
overwriteGetLocale(() => workspace.settings.language)
mount(App, { target: document.getElementById('app')!, props: { workspace } })
