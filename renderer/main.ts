// Starts the window: connects to the shell that served this page, then mounts the app.
import { mount } from 'svelte'
import App from './app.svelte'
import { connect } from './client/connect'
import { Workspace } from './state/workspace.svelte'

const workspace = new Workspace(connect())
mount(App, { target: document.getElementById('app')!, props: { workspace } })
