from flask import Flask, jsonify, request

from shop.agents import build_agent

app = Flask(__name__)
todos = []  # AIG608
notes = {}  # AIG608
drafts = {}
helpers = {}
settings_by_name = {}


@app.post("/todos")
def add_todo():
    todo = {"id": len(todos) + 1, "title": request.json["title"]}
    todos.append(todo)
    return jsonify(todo), 201


@app.delete("/todos/<int:todo_id>")
def delete_todo(todo_id):
    global todos
    todos = [each for each in todos if each["id"] != todo_id]
    return "", 204


def clear():
    global notes
    notes = {}


@app.post("/notes/<key>")
def put_note(key):
    notes[key] = {"text": request.json["text"]}
    return "", 204


@app.get("/notes/<key>")
def show_note(key):
    return jsonify(notes[key])


def reload(source):
    global drafts
    drafts = source.load()


@app.post("/drafts/<key>")
def put_draft(key):
    drafts[key] = {"text": request.json["text"]}
    return "", 204


@app.get("/drafts/<key>")
def show_draft(key):
    return jsonify(drafts[key])


@app.post("/helpers/<key>")
def start_helper(key):
    helpers[key] = {"agent": build_agent(key)}
    return "", 204


@app.get("/helpers/<key>")
def ask_helper(key):
    return helpers[key]["agent"].ask(request.args["q"])
