### Teams

team-members = Who belongs to it
team-with-whom = With whom
team-anybody = Whoever is free
